"""template.yaml as CloudFormation sees it: transformed by SAM's own translator, its rules, conditions and functions evaluated for
given parameters. Knows the functions that the template uses, and stops at any other."""

import json
import os
import re

os.environ["AWS_DEFAULT_REGION"] = REGION = "eu-central-1"
ACCOUNT = "123456789012"
STACK = "log-archiver"
CODE = {"bucket": "deployments", "key": "LogArchiver.Function.zip"}
NOTHING = object()

PSEUDO = {
    "AWS::NoValue": NOTHING, "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws", "AWS::StackName": STACK,
    "AWS::URLSuffix": "amazonaws.com",
}


def translate(path):
    """What SAM makes of the template."""
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse

    class NoManagedPolicies:
        def load(self):
            return {}

    with open(path, encoding="utf-8") as file:
        text = file.read()
    if re.search(r":\s[&*][A-Za-z]|^\s*- [&*][A-Za-z]", text, re.MULTILINE):
        raise ValueError("CloudFormation takes no YAML aliases")
    template = yaml_parse(text)
    # `sam deploy` puts an S3 address in the place of each local path; the translator wants to see one.
    for each in template["Resources"].values():
        for name in ("CodeUri", "DefinitionUri"):
            if name in each.get("Properties", {}):
                key = CODE["key"] if name == "CodeUri" else each["Properties"][name]
                each["Properties"][name] = f"s3://{CODE['bucket']}/{key}"
    return json.loads(json.dumps(transform(template, {}, NoManagedPolicies())))


class Deployment:
    """A translated template and the values of its parameters."""

    def __init__(self, template, given):
        self.template = template
        parameters = template["Parameters"]
        unknown = set(given) - set(parameters)
        if unknown:
            raise ValueError(f"no such parameters: {sorted(unknown)}")
        self.values = {name: str(given.get(name, each.get("Default"))) for name, each in parameters.items()}
        self.refs = {}
        self.attributes = {}

    def refused(self):
        """What CloudFormation would say no to: values out of their bounds, and broken rules."""
        said = []
        for name, each in self.template["Parameters"].items():
            value = self.values[name]
            allowed = [str(one) for one in each.get("AllowedValues", [value])]
            pattern = each.get("AllowedPattern", ".*")
            number = float(value) if each["Type"] == "Number" else None
            if value not in allowed or not re.fullmatch(pattern, value, re.DOTALL):
                said.append(f"{name}: {value}")
            elif number is not None and not float(each.get("MinValue", number)) <= number <= float(each.get("MaxValue", number)):
                said.append(f"{name}: {value}")
        for rule in self.template.get("Rules", {}).values():
            if self.resolve(rule.get("RuleCondition", True)):
                said += [each["AssertDescription"] for each in rule["Assertions"] if not self.resolve(each["Assert"])]
        return said

    def resources(self):
        """The resources whose condition holds, not yet resolved: those that name one another come to be in turn."""
        return {
            name: each for name, each in self.template["Resources"].items()
            if "Condition" not in each or self.holds(each["Condition"])
        }

    def holds(self, condition):
        return self.resolve(self.template["Conditions"][condition])

    def resolve(self, value):
        if isinstance(value, list):
            return [each for each in map(self.resolve, value) if each is not NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), = value.items()
            if function in ("Ref", "Condition") and isinstance(argument, str):
                return self.ref(argument) if function == "Ref" else self.holds(argument)
            if function.startswith("Fn::"):
                return getattr(self, "fn_" + function[4:].lower())(argument)
        resolved = {name: self.resolve(each) for name, each in value.items()}
        return {name: each for name, each in resolved.items() if each is not NOTHING}

    def ref(self, name):
        for known in (PSEUDO, self.values, self.refs):
            if name in known:
                return known[name]
        raise ValueError(f"Ref of {name}, which is not there")

    def fn_getatt(self, argument):
        name, attribute = argument if isinstance(argument, list) else argument.split(".", 1)
        return self.attributes[name][attribute]

    def fn_if(self, argument):
        condition, yes, no = argument
        return self.resolve(yes if self.holds(condition) else no)

    def fn_equals(self, argument):
        left, right = map(self.resolve, argument)
        return str(left) == str(right)

    def fn_not(self, argument):
        return not self.resolve(argument[0])

    def fn_and(self, argument):
        return all(map(self.resolve, argument))

    def fn_or(self, argument):
        return any(map(self.resolve, argument))

    def fn_contains(self, argument):
        some, one = map(self.resolve, argument)
        return str(one) in map(str, some)

    def fn_join(self, argument):
        return argument[0].join(self.resolve(argument[1]))

    def fn_split(self, argument):
        return self.resolve(argument[1]).split(argument[0])

    def fn_select(self, argument):
        return self.resolve(argument[1])[int(argument[0])]

    def fn_sub(self, argument):
        text, given = argument if isinstance(argument, list) else (argument, {})

        def value(match):
            name = match.group(1)
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in given:
                return str(self.resolve(given[name]))
            return str(self.fn_getatt(name) if "." in name else self.ref(name))

        return re.sub(r"\$\{([^}]+)\}", value, text)
