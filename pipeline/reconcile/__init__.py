"""From claims of many documents to incidents, with every link and its reason kept."""
