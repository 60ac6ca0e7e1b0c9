#!/usr/bin/env python3
"""Deploys template.yaml into moto, an emulator of AWS, and prints as JSON what the services then say they have.

    stack_in_moto.py template.yaml [Parameter=value ...]            {"refused": [...]} or {"function": ..., "bucket": ..., ...}

What moto's CloudFormation can make is made by CreateStack from the translated template; what it cannot (MADE_BY_API) is made by
the service's own API with the same properties, so that botocore checks their names and types and moto their sense.
"""

import ast
import io
import json
import os
import sys
import warnings
import zipfile

import boto3
from moto import mock_aws

from template import ACCOUNT, CODE, REGION, STACK, Deployment, translate

# moto 5.2's CloudFormation knows none of these but the dashboard, which names alarms; the order is that of their references.
MADE_BY_API = [
    "AWS::StepFunctions::StateMachine", "AWS::IAM::Policy",
    "AWS::Lambda::EventInvokeConfig", "AWS::Scheduler::Schedule", "AWS::S3::BucketPolicy", "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard", "AWS::Glue::Database", "AWS::Glue::Table", "AWS::Athena::WorkGroup", "AWS::Athena::NamedQuery",
]


def client(service):
    return boto3.client(service, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")


def create(deployment):
    """Makes every resource; their names and ARNs are in the deployment then."""
    upload_code()
    resources = deployment.resources()
    native = {name: each for name, each in resources.items() if each["Type"] not in MADE_BY_API}
    template = {key: each for key, each in deployment.template.items() if key not in ("Outputs", "Rules", "Metadata")}
    client("cloudformation").create_stack(
        StackName=STACK, TemplateBody=json.dumps({**template, "Resources": native}), Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": name, "ParameterValue": each} for name, each in deployment.values.items()])
    made = client("cloudformation").describe_stack_resources(StackName=STACK)["StackResources"]
    for each in made:
        know(deployment, each["LogicalResourceId"], each["ResourceType"], each["PhysicalResourceId"])
    missing = set(native) - {each["LogicalResourceId"] for each in made}
    if missing:
        raise RuntimeError(f"moto made no {sorted(missing)}")
    for kind in ["AWS::S3::Bucket", *MADE_BY_API]:
        for name, each in resources.items():
            if each["Type"] == kind:
                make(deployment, name, kind, deployment.resolve(each.get("Properties", {})))
    outputs = {name: deployment.resolve(each["Value"]) for name, each in deployment.template["Outputs"].items()
               if "Condition" not in each or deployment.holds(each["Condition"])}
    return outputs


def upload_code():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("LogArchiver.Function.dll", "not run here")
    client("s3").create_bucket(Bucket=CODE["bucket"], CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3").put_object(Bucket=CODE["bucket"], Key=CODE["key"], Body=buffer.getvalue())


def lifecycle_rule(rule):
    """A rule as S3's API has it: CloudFormation writes the filter and the days flat."""
    said = {"ID": rule["Id"], "Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "ExpirationInDays" in rule:
        said["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    if "Transitions" in rule:
        said["Transitions"] = [{"StorageClass": each["StorageClass"], "Days": int(each["TransitionInDays"])} for each in rule["Transitions"]]
    if "NoncurrentVersionExpiration" in rule:
        said["NoncurrentVersionExpiration"] = {"NoncurrentDays": int(rule["NoncurrentVersionExpiration"]["NoncurrentDays"])}
    if "AbortIncompleteMultipartUpload" in rule:
        said["AbortIncompleteMultipartUpload"] = rule["AbortIncompleteMultipartUpload"]
    return said


def set_up(bucket, properties):
    """Moto's CloudFormation makes a bucket and leaves most of its settings out."""
    s3, rest = client("s3"), dict(properties)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=rest.pop("VersioningConfiguration"))
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=rest.pop("PublicAccessBlockConfiguration"))
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=rest.pop("OwnershipControls"))
    encryption = [{"ApplyServerSideEncryptionByDefault": each.pop("ServerSideEncryptionByDefault"), **each}
                  for each in rest.pop("BucketEncryption")["ServerSideEncryptionConfiguration"]]
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": encryption})
    lifecycle = rest.pop("LifecycleConfiguration")
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket, LifecycleConfiguration={"Rules": [lifecycle_rule(each) for each in lifecycle["Rules"]]},
        TransitionDefaultMinimumObjectSize=lifecycle["TransitionDefaultMinimumObjectSize"])
    if rest.pop("ObjectLockEnabled", False):
        rule = rest.pop("ObjectLockConfiguration")
        days = rule["Rule"]["DefaultRetention"]
        days["Days"] = int(days["Days"])
        s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=rule)
    if rest:
        raise RuntimeError(f"nothing sets the bucket's {sorted(rest)}")


def know(deployment, name, kind, physical):
    arns = {
        "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{physical}",
        "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{physical}",
        "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{physical}:*",
        "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{physical.rsplit('/', 1)[-1]}",
        "AWS::S3::Bucket": f"arn:aws:s3:::{physical}",
        "AWS::KMS::Key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{physical}",
        "AWS::CloudWatch::Alarm": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{physical}",
    }
    deployment.refs[name] = physical
    deployment.attributes[name] = {
        "Arn": arns.get(kind, physical), "QueueName": physical.rsplit("/", 1)[-1], "Name": physical.rsplit(":", 1)[-1]}


def make_machine(name, properties):
    """Moto's CloudFormation makes a machine without a definition from a file."""
    rest = {key: each for key, each in properties.items() if key != "Tags"}
    location = rest.pop("DefinitionS3Location")
    with open(os.path.join(os.path.dirname(sys.argv[1]), location["Key"]), encoding="utf-8") as file:
        definition = file.read()
    for variable, value in rest.pop("DefinitionSubstitutions").items():
        definition = definition.replace("${" + variable + "}", value)
    logging = rest.pop("LoggingConfiguration")
    made = client("stepfunctions").create_state_machine(
        name=f"{STACK}-{name}", definition=definition, roleArn=rest.pop("RoleArn"), type=rest.pop("StateMachineType"),
        loggingConfiguration={
            "level": logging["Level"], "includeExecutionData": logging["IncludeExecutionData"],
            "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": each["CloudWatchLogsLogGroup"]["LogGroupArn"]}} for each in logging["Destinations"]],
        })
    if rest:
        raise RuntimeError(f"nothing sets the machine's {sorted(rest)}")
    return made["stateMachineArn"]


def make(deployment, name, kind, properties):
    physical = properties.get("Name") or f"{STACK}-{name}"
    if kind == "AWS::S3::Bucket":
        physical = deployment.refs[name]
        set_up(physical, properties)
    elif kind == "AWS::StepFunctions::StateMachine":
        physical = make_machine(name, properties)
    elif kind == "AWS::IAM::Policy":
        for role in properties["Roles"]:
            client("iam").put_role_policy(RoleName=role, PolicyName=properties["PolicyName"], PolicyDocument=json.dumps(properties["PolicyDocument"]))
    elif kind == "AWS::Lambda::EventInvokeConfig":
        client("lambda").put_function_event_invoke_config(**properties)
    elif kind == "AWS::Scheduler::Schedule":
        window = properties["FlexibleTimeWindow"]
        if "MaximumWindowInMinutes" in window:
            window["MaximumWindowInMinutes"] = int(window["MaximumWindowInMinutes"])
        client("scheduler").create_schedule(Name=physical, **properties)
    elif kind == "AWS::S3::BucketPolicy":
        client("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=json.dumps(properties["PolicyDocument"]))
    elif kind == "AWS::CloudWatch::Alarm":
        client("cloudwatch").put_metric_alarm(AlarmName=physical, **properties)
    elif kind == "AWS::CloudWatch::Dashboard":
        client("cloudwatch").put_dashboard(DashboardName=physical, **properties)
    elif kind == "AWS::Glue::Database":
        client("glue").create_database(**properties)
        physical = properties["DatabaseInput"]["Name"]
    elif kind == "AWS::Glue::Table":
        client("glue").create_table(**properties)
        physical = properties["TableInput"]["Name"]
    elif kind == "AWS::Athena::WorkGroup":
        client("athena").create_work_group(
            Name=physical, Description=properties["Description"], Configuration=properties["WorkGroupConfiguration"])
    elif kind == "AWS::Athena::NamedQuery":
        client("athena").create_named_query(**properties)
    know(deployment, name, kind, physical)


def policies(role):
    iam = client("iam")
    if iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        raise RuntimeError(f"{role} has managed policies, whose actions nobody chose")
    documents = [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
                 for name in iam.list_role_policies(RoleName=role)["PolicyNames"]]
    # Of a role that CloudFormation made, moto gives the document as Python prints it.
    parsed = [ast.literal_eval(each) if isinstance(each, str) else each for each in documents]
    # Where a condition leaves a statement out, moto leaves a null, and CloudFormation nothing.
    return [statement for document in parsed for statement in document["Statement"] if statement is not None]


def bucket_facts(bucket):
    s3 = client("s3")
    return {
        "name": bucket,
        "versioning": s3.get_bucket_versioning(Bucket=bucket).get("Status"),
        "encryption": s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"],
        "publicAccess": s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"],
        "lifecycle": s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"],
        "policy": json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"],
    }


def read_back(deployment, outputs):
    refs, resources = deployment.refs, deployment.resources()
    function = refs["ArchiveFunction"]
    facts = {
        "outputs": outputs,
        "function": client("lambda").get_function_configuration(FunctionName=function),
        "concurrency": client("lambda").get_function_concurrency(FunctionName=function).get("ReservedConcurrentExecutions"),
        "asynchronous": client("lambda").get_function_event_invoke_config(FunctionName=function),
        "functionPolicy": policies(refs["FunctionRole"]),
        "machine": client("stepfunctions").describe_state_machine(stateMachineArn=refs["ArchiveMachine"]),
        "machinePolicy": policies(refs["MachineRole"]),
        "machineFunction": client("lambda").get_function_configuration(FunctionName=refs["MachineFunction"]),
        "machineConcurrency": client("lambda").get_function_concurrency(FunctionName=refs["MachineFunction"]).get("ReservedConcurrentExecutions"),
        "schedulePolicy": policies(refs["ArchiveFunctionDailyRole"]),
        "schedule": client("scheduler").get_schedule(Name=refs["ArchiveFunctionDaily"]),
        "queue": {"arn": deployment.attributes["GivenUpRuns"]["Arn"], "url": refs["GivenUpRuns"],
                  **client("sqs").get_queue_attributes(QueueUrl=refs["GivenUpRuns"], AttributeNames=["All"])["Attributes"]},
        "log": client("logs").describe_log_groups(logGroupNamePrefix=refs["FunctionLog"])["logGroups"][0],
        "alarms": client("cloudwatch").describe_alarms()["MetricAlarms"],
        "dashboard": json.loads(client("cloudwatch").get_dashboard(DashboardName=refs["Dashboard"])["DashboardBody"]),
        "tables": client("glue").get_tables(DatabaseName=refs["Database"])["TableList"],
        "workGroup": client("athena").get_work_group(WorkGroup=refs["WorkGroup"])["WorkGroup"],
        "queries": [client("athena").get_named_query(NamedQueryId=each)["NamedQuery"]
                    for each in client("athena").list_named_queries(WorkGroup=refs["WorkGroup"])["NamedQueryIds"]],
        # As CloudFormation would take it: moto keeps less of a bucket than S3 does.
        "resolved": {name: deployment.resolve(each.get("Properties", {})) for name, each in resources.items()},
        "kept": sorted(name for name, each in resources.items() if each.get("DeletionPolicy") == "RetainExceptOnCreate"),
    }
    if "ArchiveBucket" in refs:
        facts["bucket"] = bucket_facts(refs["ArchiveBucket"])
        if deployment.holds("LocksObjects"):
            facts["lock"] = client("s3").get_object_lock_configuration(Bucket=refs["ArchiveBucket"])["ObjectLockConfiguration"]
    if "AlarmTopic" in refs:
        facts["mail"] = client("sns").list_subscriptions_by_topic(TopicArn=refs["AlarmTopic"])["Subscriptions"]
    if "ArchiveKey" in refs:
        facts["key"] = client("kms").get_key_rotation_status(KeyId=refs["ArchiveKey"])
    return facts


def main():
    path, given = sys.argv[1], dict(each.split("=", 1) for each in sys.argv[2:])
    deployment = Deployment(translate(path), given)
    refused = deployment.refused()
    if refused:
        print(json.dumps({"refused": refused}))
        return
    with mock_aws():
        print(json.dumps(read_back(deployment, create(deployment)), default=str))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
