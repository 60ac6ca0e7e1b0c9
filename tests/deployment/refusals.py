#!/usr/bin/env python3
"""Says what CloudFormation would refuse of choices of parameters, by their bounds and by the template's rules: one list for each choice.

    refusals.py template.yaml Parameter=value [Parameter=value ...] / Parameter=value ...
"""

import itertools
import json
import sys

from template import Deployment, translate

if __name__ == "__main__":
    template = translate(sys.argv[1])
    choices = [list(group) for end, group in itertools.groupby(sys.argv[2:], lambda each: each == "/") if not end]
    print(json.dumps([Deployment(template, dict(each.split("=", 1) for each in choice)).refused() for choice in choices]))
