# SPDX-FileCopyrightText: The Forager Authors
# SPDX-License-Identifier: Apache-2.0
"""Sends a span, a metric and a log record with the Python SDK: foreign_client.py grpc|http ENDPOINT none|gzip."""
import logging
import sys

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor

protocol, endpoint, compression = sys.argv[1:4]
if protocol == "grpc":
    import grpc
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter

    packed = grpc.Compression.Gzip if compression == "gzip" else grpc.Compression.NoCompression
    options = {"endpoint": endpoint, "insecure": True, "compression": packed, "timeout": 10}
    spans, metrics, logs = OTLPSpanExporter(**options), OTLPMetricExporter(**options), OTLPLogExporter(**options)
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter

    packed = Compression.Gzip if compression == "gzip" else Compression.NoCompression
    options = {"compression": packed, "timeout": 10}
    spans = OTLPSpanExporter(endpoint=endpoint + "/v1/traces", **options)
    metrics = OTLPMetricExporter(endpoint=endpoint + "/v1/metrics", **options)
    logs = OTLPLogExporter(endpoint=endpoint + "/v1/logs", **options)

resource = Resource.create({"service.name": "python-client"})
tracers = TracerProvider(resource=resource)
tracers.add_span_processor(SimpleSpanProcessor(spans))
with tracers.get_tracer("test").start_as_current_span("python-span") as span:
    span.set_attribute("k", "v")

meters = MeterProvider(resource=resource, metric_readers=[PeriodicExportingMetricReader(metrics, 3600_000)])
meters.get_meter("test").create_counter("python-counter").add(3)

loggers = LoggerProvider(resource=resource)
loggers.add_log_record_processor(SimpleLogRecordProcessor(logs))
logger = logging.getLogger("test")
logger.addHandler(LoggingHandler(logger_provider=loggers))
logger.error("python-record")

for provider in (tracers, meters, loggers):
    provider.shutdown()
