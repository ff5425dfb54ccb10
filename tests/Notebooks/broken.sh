#!/bin/sh
# Stands in for a tool that breaks down.
echo "it broke down" >&2
exit 134
