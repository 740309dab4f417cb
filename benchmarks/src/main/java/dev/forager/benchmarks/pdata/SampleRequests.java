// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.pdata;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Signal;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.SpanKind;
import dev.forager.pdata.StatusCode;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import java.util.SplittableRandom;

/**
 * Requests like those of instrumented services: ten attributes an item (six strings, two integers,
 * a double, a boolean), some hundred items a resource, two scopes each. Always the same content.
 */
public final class SampleRequests {
    private static final int ITEMS_PER_SCOPE = 52;
    private static final long NOW_NANOS = 1_760_000_000_000_000_000L;

    private final SplittableRandom random = new SplittableRandom(1);

    private SampleRequests() {}

    public static Telemetry of(Signal signal, int items) {
        SampleRequests requests = new SampleRequests();
        return switch (signal) {
            case TRACES -> requests.traces(items);
            case METRICS -> requests.metrics(items);
            case LOGS -> requests.logs(items);
            case PROFILES -> Profiles.create();
        };
    }

    private Traces traces(int items) {
        Traces traces = Traces.create();
        for (int left = items; left > 0; left -= 2 * ITEMS_PER_SCOPE) {
            var group = traces.addResource();
            describe(group.resource());
            for (int i = 0; i < Math.min(left, 2 * ITEMS_PER_SCOPE); i++) {
                if (i % ITEMS_PER_SCOPE == 0) {
                    group.addScope().scope().name("io.opentelemetry.armeria-1.3").version("2.10.0");
                }
                addSpan(group.scopes().getLast());
            }
        }
        return traces;
    }

    private void addSpan(ScopeSpans scope) {
        var span =
                scope.addSpan()
                        .traceId(new TraceId(random.nextLong(), random.nextLong()))
                        .spanId(new SpanId(random.nextLong()))
                        .parentSpanId(new SpanId(random.nextLong()))
                        .name("GET /api/v1/products/{productId}")
                        .kind(SpanKind.SERVER)
                        .startTimeUnixNano(NOW_NANOS)
                        .endTimeUnixNano(NOW_NANOS + random.nextInt(50_000_000))
                        .flags(257);
        span.status().code(StatusCode.OK);
        fill(span.attributes());
        if (random.nextInt(10) == 0) {
            var event = span.addEvent().name("exception").timeUnixNano(NOW_NANOS);
            event.attributes().put("exception.type", "java.io.IOException");
            event.attributes().put("exception.message", "connection reset by peer");
        }
    }

    private Logs logs(int items) {
        Logs logs = Logs.create();
        for (int left = items; left > 0; left -= 2 * ITEMS_PER_SCOPE) {
            var group = logs.addResource();
            describe(group.resource());
            for (int i = 0; i < Math.min(left, 2 * ITEMS_PER_SCOPE); i++) {
                if (i % ITEMS_PER_SCOPE == 0) {
                    group.addScope().scope().name("com.example.shop.Checkout");
                }
                addRecord(group.scopes().getLast());
            }
        }
        return logs;
    }

    private void addRecord(ScopeLogs scope) {
        var record =
                scope.addRecord()
                        .timeUnixNano(NOW_NANOS)
                        .observedTimeUnixNano(NOW_NANOS)
                        .severityNumber(SeverityNumber.INFO)
                        .severityText("INFO")
                        .body(Value.of("order " + random.nextInt(100_000) + " accepted"))
                        .traceId(new TraceId(random.nextLong(), random.nextLong()))
                        .spanId(new SpanId(random.nextLong()));
        fill(record.attributes());
    }

    private Metrics metrics(int items) {
        Metrics metrics = Metrics.create();
        for (int left = items; left > 0; left -= 2 * ITEMS_PER_SCOPE) {
            var group = metrics.addResource();
            describe(group.resource());
            for (int i = 0; i < Math.min(left, 2 * ITEMS_PER_SCOPE); i++) {
                if (i % ITEMS_PER_SCOPE == 0) {
                    group.addScope().scope().name("io.opentelemetry.runtime");
                }
                addMetric(group.scopes().getLast());
            }
        }
        return metrics;
    }

    private void addMetric(ScopeMetrics scope) {
        Gauge gauge = new Gauge();
        var point = gauge.addDataPoint().timeUnixNano(NOW_NANOS).asDouble(random.nextDouble());
        fill(point.attributes());
        scope.addMetric().name("http.server.active_requests").unit("{request}").data(gauge);
    }

    private void describe(Resource resource) {
        resource.attributes()
                .put("service.name", "checkout")
                .put("service.namespace", "shop")
                .put("service.instance.id", Long.toHexString(random.nextLong()))
                .put("host.name", "ip-10-0-7-" + random.nextInt(255))
                .put("telemetry.sdk.language", "java")
                .put("process.pid", random.nextInt(60_000));
    }

    private void fill(Attributes attributes) {
        attributes
                .put("http.request.method", "GET")
                .put("url.path", "/api/v1/products/" + random.nextInt(100_000))
                .put("server.address", "shop.example.internal")
                .put("server.port", 8443)
                .put("http.response.status_code", random.nextInt(20) == 0 ? 500 : 200)
                .put("network.protocol.version", "2")
                .put("user_agent.original", "okhttp/4.12.0")
                .put("app.price", random.nextDouble() * 100)
                .put("app.cache.hit", random.nextBoolean())
                .put("thread.name", "armeria-common-worker-epoll-3-" + random.nextInt(8));
    }
}
