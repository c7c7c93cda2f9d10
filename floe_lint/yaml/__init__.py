"""Reading a YAML file once: values, spans, comments, duplicate keys, anchors and merges."""
