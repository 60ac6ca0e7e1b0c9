#!/usr/bin/env python3
"""Fills groups with boto3, archives a day with `logarchiver archive`, reads the archive back with boto3 and compares: every
reader, every format, three time zones, with and without compression, and what `logarchiver cat` prints.

Nothing here knows LogArchiver's code: the events put are the only truth. Works against any endpoint that speaks both services:

    archive_day.py --endpoint http://127.0.0.1:5000 --reader streams -- dotnet path/to/LogArchiver.Cli.dll

Prints one line per check and exits 1 if any failed.
"""

import argparse
import collections
import datetime
import gzip
import hashlib
import json
import os
import subprocess
import sys
import zoneinfo

import boto3
from botocore.config import Config

GROUP = "/acceptance/everything"
QUIET_GROUP = "/acceptance/quiet"
WIDE_GROUP = "/acceptance/wide"
ZONES_GROUP = "/zones/edges"
ZONES = ["UTC", "Asia/Seoul", "America/New_York"]
BUCKET = "acceptance-archive"
KEYS = dict(region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")

DAY = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1)
START = int(datetime.datetime.combine(DAY, datetime.time(), datetime.timezone.utc).timestamp() * 1000)
END = START + 86_400_000
# A day that is over in every zone.
ZONES_DAY = DAY - datetime.timedelta(days=1)
LARGEST = 1_048_576 - 26


def nasty_streams():
    """Stream name -> events (timestamp, message), in the order of putting; timestamps ascend within a stream."""
    at = START + 3_600_000
    streams = collections.OrderedDict()
    streams["edges"] = [
        (START - 1, "the day before, 23:59:59.999"),
        (START, "the first millisecond"),
        (END - 1, "the last millisecond, 23:59:59.999"),
        (END, "the next day, 00:00:00.000"),
    ]
    streams["duplicates"] = [(at, "the same line")] * 5 + [(at + 1, "the same line")]
    streams["empty"] = []
    streams["controls"] = [(at + i, f"<{chr(i)}>") for i in range(1, 32)] + [(at + 40, "del \x7f, quote \", backslash \\, slash /")]
    streams["unicode"] = [
        (at, "line\u2028paragraph\u2029end"),
        (at, "한국어 로그 😀 𝄞 e\u0301 \ufeffbom \uffff"),
        (at + 1, "\u202e right to left, nul-free, \u0085 next line"),
    ]
    streams["surrogates"] = [(at, "alone \ud83d here"), (at, "\ude00 low first \ud83d"), (at + 1, "pair 😀 fine")]
    streams["json"] = [
        (at + i, json.dumps({"level": "info", "path": f"/items/{i}", "ms": i, "text": "a\tb\n\"c\"\\"})) for i in range(500)
    ]
    streams["lines"] = [(at, "java.lang.Exception: x\n\tat A.b(C.java:1)\n\tat D.e(F.java:2)"), (at, "ends in newline\n"), (at, "\r\n")]
    streams["large"] = [(at, "m" * 900_000), (at + 1, "한" * 300_000), (at + 2, "\x01" * 150_000), (at + 3, "s"), (at + 4, "z" * LARGEST)]
    for name in ["2026/11/19/[$LATEST]0123456789abcdef", "../../etc/passwd", "..", "a b", "quote\"back\\slash", "한국", "-", "x" * 512]:
        streams[name] = [(at + 7, f"from {name[:40]}"), (at + 9, "tie between streams")]
    return streams


def put(logs, group, name, events):
    logs.create_log_stream(logGroupName=group, logStreamName=name)
    batch, size = [], 0
    for timestamp, message in events:
        weight = len(message.encode("utf-8", "surrogatepass")) + 26
        if batch and (size + weight > 1_000_000 or len(batch) == 10_000 or timestamp - batch[0]["timestamp"] >= 86_400_000):
            logs.put_log_events(logGroupName=group, logStreamName=name, logEvents=batch)
            batch, size = [], 0
        batch.append({"timestamp": timestamp, "message": message})
        size += weight
    if batch:
        logs.put_log_events(logGroupName=group, logStreamName=name, logEvents=batch)


def window(zone):
    """The day's two edges in that zone, in milliseconds: `[start, end)`."""
    midnights = [
        datetime.datetime.combine(ZONES_DAY + datetime.timedelta(days=more), datetime.time(), zoneinfo.ZoneInfo(zone)) for more in (0, 1)]
    return [int(midnight.timestamp() * 1000) for midnight in midnights]


def fill_zones(logs):
    logs.create_log_group(logGroupName=ZONES_GROUP)
    edges = sorted({edge + away for zone in ZONES for edge in window(zone) for away in (-1, 0, 1)})
    events = [(at, f"at {at}") for at in edges]
    put(logs, ZONES_GROUP, "edges", events)
    return events


def fill(logs, wide_streams):
    expected = {GROUP: [], QUIET_GROUP: [], WIDE_GROUP: []}
    for group in expected:
        logs.create_log_group(logGroupName=group)
    for name, events in nasty_streams().items():
        put(logs, GROUP, name, events)
        expected[GROUP] += [(t, name, m) for t, m in events if START <= t < END]
    for number in range(wide_streams):
        name = f"worker/{number:05d}"
        events = [(START + number * 1000 % 86_400_000, f"hello from {number}")]
        put(logs, WIDE_GROUP, name, events)
        expected[WIDE_GROUP] += [(t, name, m) for t, m in events]
    return expected


class Checks:
    def __init__(self):
        self.failed = 0

    def __call__(self, what, held, detail=""):
        self.failed += not held
        print(f"{'ok  ' if held else 'FAIL'} {what}{'' if held else ': ' + str(detail)[:600]}")


def millis(iso):
    instant = datetime.datetime.strptime(iso, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=datetime.timezone.utc)
    return round((instant - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) / datetime.timedelta(milliseconds=1))


def check_group(s3, check, prefix, group, expected):
    name = group.replace("/", "~")
    manifest_key = f"{prefix}_manifests/group={name}/dt={DAY}.json"
    manifest = json.loads(s3.get_object(Bucket=BUCKET, Key=manifest_key)["Body"].read())
    check(f"{group}: the manifest counts {len(expected)} events", manifest["events"] == len(expected), manifest["events"])
    if not expected:
        check(f"{group}: an empty day has no object", manifest["objects"] == [], manifest["objects"])
        return
    stored = s3.get_object(Bucket=BUCKET, Key=manifest["objects"][0]["key"])
    body = stored["Body"].read()
    raw = gzip.decompress(body)
    check(f"{group}: SHA-256 of the object", hashlib.sha256(body).hexdigest() == manifest["objects"][0]["sha256"])
    check(f"{group}: SHA-256 of the lines", hashlib.sha256(raw).hexdigest() == manifest["rawSha256"])
    check(f"{group}: sizes", (len(body), len(raw)) == (manifest["storedBytes"], manifest["rawBytes"]))
    check(f"{group}: type and no encoding", stored["ContentType"] == "application/gzip" and not stored.get("ContentEncoding"), stored)
    lines = raw.decode("utf-8").split("\n")
    check(f"{group}: the last line ends in a newline", lines.pop() == "")
    check(f"{group}: lines counted", len(lines) == manifest["lines"] == manifest["events"], (len(lines), manifest["lines"]))
    events = [json.loads(line) for line in lines]
    found = collections.Counter((millis(e["timestamp"]), e["logStream"], e["message"]) for e in events)
    wanted = collections.Counter(expected)
    check(f"{group}: nothing lost", not wanted - found, list((wanted - found).items())[:3])
    check(f"{group}: nothing twice, nothing else", not found - wanted, list((found - wanted).items())[:3])
    order = [(e["timestamp"], e["ingestionTime"], e["logStream"].encode("utf-8", "surrogatepass")) for e in events]
    check(f"{group}: in order", order == sorted(order))
    place = collections.defaultdict(list)
    for event in events:
        place[event["logStream"]].append((millis(event["timestamp"]), event["message"]))
    within = {s: [(t, m) for t, n, m in expected if n == s] for s in place}
    check(f"{group}: each stream's own order", all(place[s] == within[s] for s in place), [s for s in place if place[s] != within[s]])


def check_zones(s3, check, archive, events):
    for zone in ZONES:
        start, end = window(zone)
        prefix = f"zone/{zone}/"
        ran = archive("--group", ZONES_GROUP, "--prefix", prefix, "--time-zone", zone, "--date", str(ZONES_DAY))
        check(f"{zone}: archive exits 0", ran.returncode == 0, ran.stdout + ran.stderr)
        raw = stored_lines(s3, prefix, ZONES_GROUP, ZONES_DAY)
        found = [millis(json.loads(line)["timestamp"]) for line in raw.decode().split("\n")[:-1]]
        check(f"{zone}: the day from {start} to {end}, and no other", found == [at for at, _ in events if start <= at < end], found)


def check_formats(s3, check, archive, reference):
    """Text and raw hold the events of the lossless lines, in the same order; uncompressed is the same, uncompressed."""
    events = [json.loads(line) for line in reference.decode().split("\n")[:-1]]
    ended = [(e["timestamp"], e["message"] + ("" if e["message"].endswith("\n") else "\n")) for e in events]
    wanted = {
        "text": "".join(f"{at} {message}" for at, message in ended),
        "raw": "".join(message for _, message in ended),
    }
    # Half of a surrogate pair has no UTF-8.
    wanted = {name: "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text).encode() for name, text in wanted.items()}
    for name, kind, compression in [("text", "text", "gzip"), ("raw", "raw", "none"), ("plain", "ndjson", "none")]:
        prefix = f"format/{name}/"
        ran = archive("--group", GROUP, "--prefix", prefix, "--format", kind, "--compression", compression, "--date", str(DAY))
        check(f"{kind}, {compression}: archive exits 0", ran.returncode == 0, ran.stdout + ran.stderr)
        found = stored_lines(s3, prefix, GROUP, DAY, compression)
        same = wanted.get(kind, reference)
        check(f"{kind}, {compression}: the same events in the same order", found == same, difference(found, same))


def difference(found, wanted):
    at = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), min(len(found), len(wanted)))
    return len(found), len(wanted), at, found[max(at - 40, 0):at + 40], wanted[max(at - 40, 0):at + 40]


def check_cat(check, run, reference):
    as_stored = run("cat", "--group", GROUP, "--date", str(DAY), "--bucket", BUCKET, "--prefix", "auto/", "--json", text=False)
    check("cat --json prints the lines as stored", as_stored.returncode == 0 and as_stored.stdout == reference, difference(as_stored.stdout, reference))
    one = run("cat", "--group", GROUP, "--date", str(DAY), "--bucket", BUCKET, "--prefix", "auto/", "--grep", "the first millisecond")
    check("cat prints readable lines", one.stdout == f"{DAY}T00:00:00.000Z edges the first millisecond\n", one.stdout + one.stderr)


def stored_lines(s3, prefix, group, day, compression="gzip"):
    name = group.replace("/", "~")
    manifest = json.loads(s3.get_object(Bucket=BUCKET, Key=f"{prefix}_manifests/group={name}/dt={day}.json")["Body"].read())
    body = s3.get_object(Bucket=BUCKET, Key=manifest["objects"][0]["key"])["Body"].read()
    return gzip.decompress(body) if compression == "gzip" else body


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--endpoint", required=True, help="URL that serves both CloudWatch Logs and S3")
    arguments.add_argument("--reader", action="append", choices=["streams", "group", "auto"], help="readers to compare (default: all)")
    arguments.add_argument("--wide", type=int, default=300, help="streams in the wide group")
    arguments.add_argument("command", nargs="+", help="how logarchiver is started")
    chosen = arguments.parse_args()
    config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 2}, read_timeout=120)
    logs = boto3.client("logs", endpoint_url=chosen.endpoint, config=config, **KEYS)
    s3 = boto3.client("s3", endpoint_url=chosen.endpoint, config=config, **KEYS)
    s3.create_bucket(Bucket=BUCKET)
    expected = fill(logs, chosen.wide)
    zone_events = fill_zones(logs)
    check = Checks()
    environment = {
        **os.environ, "AWS_ENDPOINT_URL": chosen.endpoint, "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    }

    def run(*args, text=True):
        return subprocess.run([*chosen.command, *args], env=environment, capture_output=True, text=text)

    def archive(*args):
        return run("archive", "--bucket", BUCKET, "--json", *args)

    sums = {}
    for reader in chosen.reader or ["streams", "group", "auto"]:
        prefix = f"{reader}/"
        command = ["--prefix", prefix, "--group", "/acceptance/*", "--reader", reader, "--date", str(DAY)]
        first = archive(*command)
        check(f"{reader}: archive exits 0", first.returncode == 0, first.stdout + first.stderr)
        if first.returncode:
            continue
        for group, events in expected.items():
            check_group(s3, check, prefix, group, events)
        keys = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["Contents"]]
        again = archive(*command)
        endings = [day["ending"].lower() for day in json.loads(again.stdout)["days"]]
        check(f"{reader}: a rerun does nothing and says so", again.returncode == 0 and set(endings) == {"alreadysealed"}, again.stdout)
        check(f"{reader}: nothing was added", keys == [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["Contents"]])
        uploads = s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        check(f"{reader}: no upload is left open", not uploads, uploads)
        sums[reader] = [s3.head_object(Bucket=BUCKET, Key=key)["ETag"] for key in keys if "_manifests" not in key]
    check("all readers wrote the same bytes", len({tuple(one) for one in sums.values()}) == 1, sums)
    check_zones(s3, check, archive, zone_events)
    if "auto" in sums:
        reference = stored_lines(s3, "auto/", GROUP, DAY)
        check_formats(s3, check, archive, reference)
        check_cat(check, run, reference)
    print(f"{check.failed} checks failed" if check.failed else "all checks held")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
