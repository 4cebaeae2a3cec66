"""Files coming in and going out: mappings, import runs that can be continued, reports, exports."""
