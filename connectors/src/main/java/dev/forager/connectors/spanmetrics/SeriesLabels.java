// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Span;
import dev.forager.pdata.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the attributes of a new series, in the order of the Go collector. Immutable. */
final class SeriesLabels {
    static final String SERVICE_NAME = "service.name";
    static final String SPAN_NAME = "span.name";
    static final String SPAN_KIND = "span.kind";
    static final String STATUS_CODE = "status.code";
    static final String OTEL_STATUS_CODE = "otel.status_code";
    private static final String INSTANCE_ID = "collector.instance.id";
    private static final List<String> KINDS =
            List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
    private static final List<String> STATUSES = List.of("UNSET", "OK", "ERROR");

    private final Rules rules;
    private final String instanceId;

    SeriesLabels(Rules rules, String instanceId) {
        this.rules = rules;
        this.instanceId = instanceId;
    }

    /** The attributes of a span's series, on a point that is not dirty with anything else. */
    NumberDataPoint of(
            DimensionSet dimensions,
            Span span,
            List<Attributes> others,
            Value.Str service,
            InstrumentationScope scope,
            boolean isAdjusted) {
        var point = new NumberDataPoint();
        Attributes labels = point.attributes();
        putIncluded(labels, SERVICE_NAME, service);
        putIncluded(labels, SPAN_NAME, span.nameUtf8());
        putIncluded(labels, SPAN_KIND, Value.of(word("SPAN_KIND_", KINDS, span.kindValue())));
        putStatus(labels, span.status().codeValue());
        if (rules.includesInstanceId()) {
            putIncluded(labels, INSTANCE_ID, Value.of(instanceId));
        }
        putScope(labels, scope);
        if (rules.tellsSampling()) {
            labels.put("sampling.method", isAdjusted ? "extrapolated" : "counted");
        }
        putDimensions(labels, dimensions, span.attributes(), others);
        return point;
    }

    private void putIncluded(Attributes labels, String name, Value value) {
        if (rules.includes(name)) {
            labels.put(name, value);
        }
    }

    private void putStatus(Attributes labels, int code) {
        if (!rules.usesOtelStatus()) {
            putIncluded(labels, STATUS_CODE, Value.of(word("STATUS_CODE_", STATUSES, code)));
        } else if (code == 1 || code == 2) {
            putIncluded(labels, OTEL_STATUS_CODE, Value.of(STATUSES.get(code)));
        }
    }

    /** Empty for a number that OTLP does not name. */
    private static String word(String prefix, List<String> words, int number) {
        return number >= 0 && number < words.size() ? prefix + words.get(number) : "";
    }

    private void putScope(Attributes labels, InstrumentationScope scope) {
        String name = scope.name();
        if (!name.isEmpty() && rules.includesScope(name)) {
            labels.put("span.instrumentation.scope.name", name);
            if (!scope.version().isEmpty()) {
                labels.put("span.instrumentation.scope.version", scope.version());
            }
        }
    }

    private static void putDimensions(
            Attributes labels, DimensionSet dimensions, Attributes span, List<Attributes> others) {
        for (int i = 0; i < dimensions.size(); i++) {
            Value own = span.get(dimensions.name(i));
            @Nullable Value value = own != null ? own : dimensions.outside(i, others);
            if (value != null) {
                labels.put(dimensions.name(i), value);
            }
        }
        if (dimensions.hasGlobs()) {
            for (KeyValue entry : dimensions.matches(span, others)) {
                labels.put(entry.keyText(), entry.value());
            }
        }
    }
}
