"""自治会, companies, universities and groups; who may speak for whom."""
