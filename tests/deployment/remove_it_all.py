"""Runs the commands by which docs/operations.md empties and deletes an archive's bucket, as they stand there, against moto, and prints as JSON
what is left of a bucket of more versions than one call deletes, and of one with a locked version.

    python3 -B tests/deployment/remove_it_all.py docs/operations.md
"""

import datetime
import json
import logging
import os
import re
import subprocess
import sys

import boto3
from moto.server import ThreadedMotoServer


def commands():
    with open(sys.argv[1], encoding="utf-8") as file:
        block = re.search(r"^```sh\nbucket=<BucketName>\n(.*?)^aws kms ", file.read(), re.MULTILINE | re.DOTALL)
    return block.group(1)


def key_of(number):
    group = f"~aws~lambda~a-function-with-a-name-of-usual-length-{number:04}"
    return f"group={group}/dt=2026-11-20/{group}_2026-11-20.ndjson.gz"


def fill(s3, bucket, count, locked):
    s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=locked)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for number in range(count):
        s3.put_object(Bucket=bucket, Key=key_of(number), Body=b"")
    # A delete marker counts as a version, too.
    s3.delete_object(Bucket=bucket, Key=key_of(0))
    if locked:
        until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=9)
        s3.put_object_retention(Bucket=bucket, Key=key_of(1), Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until})


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ.update(AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local", AWS_DEFAULT_REGION="us-east-1")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        os.environ["AWS_ENDPOINT_URL"] = "http://%s:%s" % server.get_host_and_port()
        s3 = boto3.client("s3")
        said = {}
        for bucket, count, locked in [("my-archive", 1050, False), ("my-locked-archive", 3, True)]:
            fill(s3, bucket, count, locked)
            run = subprocess.run(
                ["sh", "-c", commands()], env={**os.environ, "bucket": bucket}, capture_output=True, text=True, timeout=100, check=False)
            said[bucket] = run.stdout + run.stderr
        print(json.dumps({"left": [each["Name"] for each in s3.list_buckets()["Buckets"]], "said": said}))
    finally:
        server.stop()


main()
