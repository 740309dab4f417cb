// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.forager.pdata.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Export requests that look like those of instrumented services: spans of about 800 bytes (S3), log
 * records of about 360 (S1), data points of about 200 (S2); one resource of 13 attributes per 128
 * items. The same seed gives the same request. Confined to one thread.
 *
 * <p>Longer than most files: it is the data of three signals, written out.
 */
final class Shapes {
    private static final int ITEMS_PER_RESOURCE = 128;

    /** Spans that follow one another and have one trace. */
    static final int SPANS_PER_TRACE = 8;

    private static final String SCHEMA = "https://opentelemetry.io/schemas/1.37.0";
    private static final List<String> SERVICES =
            List.of(
                    "checkout",
                    "cart",
                    "payment",
                    "shipping",
                    "frontend",
                    "recommendation",
                    "currency",
                    "email",
                    "ad",
                    "product-catalog",
                    "quote",
                    "inventory");
    private static final List<String> ROUTES =
            List.of(
                    "/api/v1/products/{productId}",
                    "/api/v1/cart/{cartId}/items",
                    "/api/v1/checkout",
                    "/api/v1/orders/{orderId}",
                    "/api/v1/users/{userId}/profile",
                    "/api/v1/shipping/quote");
    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "PUT", "DELETE");
    private static final List<String> AGENTS =
            List.of(
                    "okhttp/4.12.0",
                    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                    "Go-http-client/2.0",
                    "python-requests/2.32.3");
    private static final List<String> TABLES = List.of("orders", "products", "carts", "payments");

    private final SplittableRandom random;
    private final boolean isForPrometheus;
    private int series;

    Shapes(long seed) {
        this(seed, false);
    }

    /**
     * Shapes of this seed.
     *
     * @param isForPrometheus cumulative metrics only, each point a series of its own, and times
     *     that are no identities
     */
    Shapes(long seed, boolean isForPrometheus) {
        random = new SplittableRandom(seed);
        this.isForPrometheus = isForPrometheus;
    }

    private long pointTime() {
        return isForPrometheus ? now() : random.nextLong();
    }

    private List<KeyValue> ofSeries() {
        return isForPrometheus ? List.of(of("app.shard", series++)) : List.of();
    }

    /** One export request with {@code items} items. */
    MessageLite request(Signal signal, int items) {
        return switch (signal) {
            case TRACES -> traces(items);
            case METRICS -> metrics(items);
            case LOGS -> logs(items);
            case PROFILES -> throw new IllegalArgumentException("profiles have no shape");
        };
    }

    private ExportTraceServiceRequest traces(int items) {
        var request = ExportTraceServiceRequest.newBuilder();
        for (int left = items; left > 0; left -= ITEMS_PER_RESOURCE) {
            String service = pick(SERVICES);
            var scope = ScopeSpans.newBuilder().setScope(scope("armeria-1.3")).setSchemaUrl(SCHEMA);
            ByteString trace = bytes(16);
            for (int i = 0; i < Math.min(left, ITEMS_PER_RESOURCE); i++) {
                trace = i % SPANS_PER_TRACE == 0 ? bytes(16) : trace;
                scope.addSpans(span(service, trace));
            }
            request.addResourceSpans(
                    ResourceSpans.newBuilder()
                            .setResource(resource(service))
                            .addScopeSpans(scope)
                            .setSchemaUrl(SCHEMA));
        }
        return request.build();
    }

    private Span span(String service, ByteString trace) {
        String route = pick(ROUTES);
        String method = pick(METHODS);
        boolean database = random.nextInt(3) == 0;
        boolean failed = random.nextInt(33) == 0;
        long start = now();
        var span =
                Span.newBuilder()
                        .setTraceId(trace)
                        .setSpanId(bytes(8))
                        .setParentSpanId(bytes(8))
                        .setFlags(257)
                        .setName(database ? "SELECT shop." + pick(TABLES) : method + " " + route)
                        .setKind(
                                database
                                        ? Span.SpanKind.SPAN_KIND_CLIENT
                                        : Span.SpanKind.SPAN_KIND_SERVER)
                        .setStartTimeUnixNano(start)
                        .setEndTimeUnixNano(start + random.nextInt(1_000_000, 90_000_000))
                        .addAttributes(of("thread.id", random.nextInt(200)))
                        .addAttributes(
                                of(
                                        "thread.name",
                                        "armeria-common-worker-epoll-3-" + random.nextInt(8)))
                        .addAttributes(of("server.address", service + ".shop.svc.cluster.local"))
                        .addAttributes(of("server.port", 8443));
        if (database) {
            span.addAttributes(of("db.system.name", "postgresql"))
                    .addAttributes(of("db.namespace", "shop"))
                    .addAttributes(of("db.operation.name", "SELECT"))
                    .addAttributes(
                            of(
                                    "db.query.text",
                                    "SELECT id, sku, price, currency, updated_at, attributes FROM shop."
                                            + pick(TABLES)
                                            + " WHERE tenant_id = ? AND id IN (?, ?, ?, ?) AND updated_at > ?"
                                            + " ORDER BY updated_at DESC LIMIT 50"))
                    .addAttributes(of("db.response.returned_rows", random.nextInt(50)))
                    .addAttributes(of("network.peer.address", "10.3.17." + random.nextInt(255)))
                    .addAttributes(of("network.peer.port", 5432));
        } else {
            span.addAttributes(of("http.request.method", method))
                    .addAttributes(of("http.route", route))
                    .addAttributes(of("url.path", "/api/v1/products/" + random.nextInt(1_000_000)))
                    .addAttributes(of("url.query", "currency=EUR&session=" + hex(16)))
                    .addAttributes(of("url.scheme", "https"))
                    .addAttributes(of("http.response.status_code", failed ? 500 : 200))
                    .addAttributes(of("network.protocol.version", "2"))
                    .addAttributes(of("client.address", "198.51.100." + random.nextInt(255)))
                    .addAttributes(of("user_agent.original", pick(AGENTS)))
                    .addAttributes(of("enduser.pseudo.id", "u-" + hex(12)));
        }
        span.addAttributes(of("app.request.id", hex(24)))
                .addAttributes(of("app.cart.total", random.nextInt(100_000) / 100.0))
                .addAttributes(of("app.cache.hit", random.nextInt(2) == 0));
        if (failed) {
            span.setStatus(
                            Status.newBuilder()
                                    .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                                    .setMessage("upstream call failed"))
                    .addEvents(
                            Span.Event.newBuilder()
                                    .setName("exception")
                                    .setTimeUnixNano(start + 1000)
                                    .addAttributes(of("exception.type", "java.io.IOException"))
                                    .addAttributes(
                                            of("exception.message", "connection reset by peer")));
        }
        return span.build();
    }

    private ExportLogsServiceRequest logs(int items) {
        var request = ExportLogsServiceRequest.newBuilder();
        for (int left = items; left > 0; left -= ITEMS_PER_RESOURCE) {
            String service = pick(SERVICES);
            var scope =
                    ScopeLogs.newBuilder().setScope(scope("log4j-appender")).setSchemaUrl(SCHEMA);
            for (int i = 0; i < Math.min(left, ITEMS_PER_RESOURCE); i++) {
                scope.addLogRecords(logRecord(service));
            }
            request.addResourceLogs(
                    ResourceLogs.newBuilder()
                            .setResource(resource(service))
                            .addScopeLogs(scope)
                            .setSchemaUrl(SCHEMA));
        }
        return request.build();
    }

    private LogRecord logRecord(String service) {
        boolean error = random.nextInt(33) == 0;
        return LogRecord.newBuilder()
                .setTimeUnixNano(now())
                .setObservedTimeUnixNano(random.nextLong())
                .setSeverityNumber(
                        error
                                ? SeverityNumber.SEVERITY_NUMBER_ERROR
                                : SeverityNumber.SEVERITY_NUMBER_INFO)
                .setSeverityText(error ? "ERROR" : "INFO")
                .setBody(
                        AnyValue.newBuilder()
                                .setStringValue(
                                        "Order "
                                                + hex(12)
                                                + " of customer u-"
                                                + hex(8)
                                                + " priced at "
                                                + random.nextInt(100_000)
                                                + " cents in "
                                                + random.nextInt(400)
                                                + " ms"))
                .addAttributes(of("logger.name", "com.example.shop." + service + ".OrderService"))
                .addAttributes(of("thread.name", "worker-" + random.nextInt(32)))
                .addAttributes(of("http.route", pick(ROUTES)))
                .addAttributes(of("app.attempt", random.nextInt(4)))
                .setFlags(1)
                .setTraceId(bytes(16))
                .setSpanId(bytes(8))
                .build();
    }

    private ExportMetricsServiceRequest metrics(int items) {
        var request = ExportMetricsServiceRequest.newBuilder();
        for (int left = items; left > 0; left -= ITEMS_PER_RESOURCE) {
            String service = pick(SERVICES);
            var scope = ScopeMetrics.newBuilder().setScope(scope("runtime")).setSchemaUrl(SCHEMA);
            int here = Math.min(left, ITEMS_PER_RESOURCE);
            for (int i = 0; i < here; i += 4) {
                scope.addMetrics(metric(i / 4, Math.min(4, here - i)));
            }
            request.addResourceMetrics(
                    ResourceMetrics.newBuilder()
                            .setResource(resource(service))
                            .addScopeMetrics(scope)
                            .setSchemaUrl(SCHEMA));
        }
        return request.build();
    }

    private Metric metric(int kind, int points) {
        return switch (kind % 4) {
            case 0 -> {
                var gauge = Gauge.newBuilder();
                for (int i = 0; i < points; i++) {
                    gauge.addDataPoints(number().setAsDouble(random.nextInt(1000) / 8.0));
                }
                yield named("jvm.memory.used", "By").setGauge(gauge).build();
            }
            case 1 -> {
                var sum =
                        Sum.newBuilder()
                                .setIsMonotonic(true)
                                .setAggregationTemporality(
                                        AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
                for (int i = 0; i < points; i++) {
                    sum.addDataPoints(number().setAsInt(random.nextInt(1_000_000)));
                }
                yield named("http.server.requests", "{request}").setSum(sum).build();
            }
            case 2 -> {
                var histogram =
                        Histogram.newBuilder()
                                .setAggregationTemporality(
                                        AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
                for (int i = 0; i < points; i++) {
                    histogram.addDataPoints(histogramPoint());
                }
                yield named("http.server.request.duration", "s").setHistogram(histogram).build();
            }
            default -> {
                var histogram =
                        ExponentialHistogram.newBuilder()
                                .setAggregationTemporality(
                                        isForPrometheus
                                                ? AggregationTemporality
                                                        .AGGREGATION_TEMPORALITY_CUMULATIVE
                                                : AggregationTemporality
                                                        .AGGREGATION_TEMPORALITY_DELTA);
                for (int i = 0; i < points; i++) {
                    histogram.addDataPoints(exponentialPoint());
                }
                yield named("rpc.client.duration", "ms").setExponentialHistogram(histogram).build();
            }
        };
    }

    private static Metric.Builder named(String name, String unit) {
        return Metric.newBuilder().setName(name).setUnit(unit).setDescription("The " + name + ".");
    }

    private NumberDataPoint.Builder number() {
        return NumberDataPoint.newBuilder()
                .addAttributes(of("http.route", pick(ROUTES)))
                .addAttributes(of("http.request.method", pick(METHODS)))
                .addAttributes(of("http.response.status_code", 200))
                .setStartTimeUnixNano(now())
                .addAllAttributes(ofSeries())
                .setTimeUnixNano(pointTime());
    }

    private HistogramDataPoint.Builder histogramPoint() {
        var point =
                HistogramDataPoint.newBuilder()
                        .addAttributes(of("http.route", pick(ROUTES)))
                        .addAttributes(of("http.request.method", pick(METHODS)))
                        .setStartTimeUnixNano(now())
                        .addAllAttributes(ofSeries())
                        .setTimeUnixNano(pointTime())
                        .setCount(1500)
                        .setSum(random.nextInt(10_000) / 16.0);
        for (int i = 0; i < 15; i++) {
            point.addBucketCounts(random.nextInt(200));
            if (i > 0) {
                point.addExplicitBounds(0.005 * (1 << i));
            }
        }
        return point;
    }

    private ExponentialHistogramDataPoint.Builder exponentialPoint() {
        var positive = ExponentialHistogramDataPoint.Buckets.newBuilder().setOffset(-3);
        long count = 0; // Prometheus refuses a histogram whose buckets do not make up its count.
        for (int i = 0; i < 20; i++) {
            int inBucket = random.nextInt(100);
            positive.addBucketCounts(inBucket);
            count += inBucket;
        }
        return ExponentialHistogramDataPoint.newBuilder()
                .addAttributes(of("rpc.service", "shop.Cart"))
                .addAttributes(of("rpc.method", "Add"))
                .setStartTimeUnixNano(now())
                .addAllAttributes(ofSeries())
                .setTimeUnixNano(pointTime())
                .setCount(count)
                .setSum(random.nextInt(10_000) / 16.0)
                .setScale(3)
                .setPositive(positive);
    }

    private Resource resource(String service) {
        String pod = service + "-7f9c5d7b6-" + hex(5);
        return Resource.newBuilder()
                .addAttributes(of("service.name", service))
                .addAttributes(of("service.namespace", "shop"))
                .addAttributes(of("service.version", "2.4." + random.nextInt(10)))
                .addAttributes(of("service.instance.id", hex(8) + "-" + hex(4) + "-" + hex(12)))
                .addAttributes(of("k8s.namespace.name", "prod"))
                .addAttributes(of("k8s.pod.name", pod))
                .addAttributes(
                        of(
                                "k8s.node.name",
                                "ip-10-0-3-" + random.nextInt(255) + ".compute.internal"))
                .addAttributes(of("host.name", pod))
                .addAttributes(of("os.type", "linux"))
                .addAttributes(of("process.pid", random.nextInt(60_000)))
                .addAttributes(of("telemetry.sdk.name", "opentelemetry"))
                .addAttributes(of("telemetry.sdk.language", "java"))
                .addAttributes(of("telemetry.sdk.version", "1.52.0"))
                .build();
    }

    private static InstrumentationScope scope(String name) {
        return InstrumentationScope.newBuilder()
                .setName("io.opentelemetry." + name)
                .setVersion("2.18.1-alpha")
                .build();
    }

    private static KeyValue of(String key, String value) {
        return pair(key, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue of(String key, long value) {
        return pair(key, AnyValue.newBuilder().setIntValue(value));
    }

    private static KeyValue of(String key, double value) {
        return pair(key, AnyValue.newBuilder().setDoubleValue(value));
    }

    private static KeyValue of(String key, boolean value) {
        return pair(key, AnyValue.newBuilder().setBoolValue(value));
    }

    private static KeyValue pair(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private long now() {
        return 1_764_000_000_000_000_000L + random.nextInt(1_000_000_000);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private String hex(int digits) {
        var text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
