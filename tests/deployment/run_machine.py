#!/usr/bin/env python3
"""Executes statemachine/archive.asl.json by moto's interpreter, whose tasks call the function and the bucket behind an endpoint.

    run_machine.py archive.asl.json http://127.0.0.1:4566 '{"from": ...}'     {"status": ..., "output": ..., "waits": [...], ...}

Moto interprets states, choices, retries and the Distributed Map. What it leaves out is added here: the files of a ResultWriter, in
the form of the Step Functions guide, whose paths refer to the input of the Map. Waits between attempts are noted and not waited for.
"""

import json
import sys
import threading
import time
import types
import uuid
import warnings

import boto3
from botocore.config import Config
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_map import state_map
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval import resource_eval_s3 as reader
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor import distributed_item_processor_worker as worker
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer import result_writer_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.resource_eval import resource_eval_s3 as writer
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.eval.program_state import ProgramError

REGION = "eu-central-1"
ROLE = "arn:aws:iam::123456789012:role/machine"
FUNCTION = f"arn:aws:lambda:{REGION}:123456789012:function:log-archiver"

waits, results, under_way, most_at_once = [], [], set(), 0
lock = threading.Lock()


def connect(endpoint):
    def client(service, region=REGION, **_):
        return boto3.client(
            service, region_name=region, endpoint_url=endpoint, aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, read_timeout=900))
    return client


def note_result(evaluate):
    def noting(self, env, job):
        global most_at_once
        with lock:
            under_way.add(job.job_index)
            most_at_once = max(most_at_once, len(under_way))
        evaluate(self, env, job)
        state = env.program_state()
        failed = isinstance(state, ProgramError)
        with lock:
            under_way.remove(job.job_index)
            results.append({
                "ExecutionArn": f"arn:aws:states:{REGION}:123456789012:execution:machine/Days:{uuid.uuid4()}",
                "Input": json.dumps(job.job_input), "InputDetails": {"Included": True}, "Name": str(uuid.uuid4()),
                "Status": "FAILED" if failed else "SUCCEEDED",
                **({"Error": state.error.get("error"), "Cause": state.error.get("cause")} if failed else
                   {"Output": json.dumps(job.job_output), "OutputDetails": {"Included": True}}),
            })
    return noting


def write_results(client):
    def put(env, *_):
        parameters = env.stack.pop()
        env.stack.pop()
        run = str(uuid.uuid4())
        place = f"{parameters['Prefix'].rstrip('/')}/{run}/"
        files = {"SUCCEEDED": [], "FAILED": [], "PENDING": []}
        for status, listed in files.items():
            entries = [each for each in results if each["Status"] == status]
            if entries:
                body = json.dumps(entries).encode()
                client("s3").put_object(Bucket=parameters["Bucket"], Key=f"{place}{status}_0.json", Body=body)
                listed.append({"Key": f"{place}{status}_0.json", "Size": len(body)})
        arn = f"arn:aws:states:{REGION}:123456789012:mapRun:machine/Days:{run}"
        manifest = {"DestinationBucket": parameters["Bucket"], "MapRunArn": arn, "ResultFiles": files}
        client("s3").put_object(Bucket=parameters["Bucket"], Key=f"{place}manifest.json", Body=json.dumps(manifest).encode())
        env.stack.append({"MapRunArn": arn, "ResultWriterDetails": {"Bucket": parameters["Bucket"], "Key": f"{place}manifest.json"}})
    return staticmethod(put)


def keep_input(execute_map):
    def keeping(self, env):
        self.result_writer.map_input = env.states.get_input()
        execute_map(self, env)
    return keeping


def write_by_input(self, env):
    """Moto would look for the place of the results in the results."""
    written = env.stack.pop()
    env.states.reset(self.map_input)
    env.stack.append(self.map_input)
    self.parargs.eval(env=env)
    parameters = env.stack.pop()
    env.stack[-1:] = [written, parameters]
    self.resource_eval.eval_resource(env=env)


def prepare(endpoint):
    client = connect(endpoint)
    for module in (lambda_eval_utils, reader):
        module.boto_client_for = lambda service, region=REGION, **rest: client(service, region)
    retrier_decl.time = types.SimpleNamespace(sleep=waits.append)
    worker.DistributedItemProcessorWorker._eval_job = note_result(worker.DistributedItemProcessorWorker._eval_job)
    state_map.StateMap._eval_execution = keep_input(state_map.StateMap._eval_execution)
    result_writer_decl.ResultWriter._eval_body = write_by_input
    writer.ResourceEvalS3._handle_put_object = write_results(client)


def execute(path, given):
    with open(path, encoding="utf-8") as file:
        definition = file.read().replace("${Partition}", "aws").replace("${FunctionArn}", FUNCTION)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        states = boto3.client("stepfunctions", region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test")
        machine = states.create_state_machine(name="machine", definition=definition, roleArn=ROLE)["stateMachineArn"]
        execution = states.start_execution(stateMachineArn=machine, name="run-1", input=given)["executionArn"]
        while True:
            told = states.describe_execution(executionArn=execution)
            if told["status"] != "RUNNING":
                break
            time.sleep(0.1)
        history = states.get_execution_history(executionArn=execution, maxResults=1000)["events"]
    entered = [event["stateEnteredEventDetails"]["name"] for event in history if "stateEnteredEventDetails" in event]
    return {
        "status": told["status"], "output": json.loads(told["output"]) if told.get("output") else None, "error": told.get("error"),
        "cause": told.get("cause"), "waits": waits, "states": entered, "mostAtOnce": most_at_once,
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    prepare(sys.argv[2])
    print(json.dumps(execute(sys.argv[1], sys.argv[3])))
