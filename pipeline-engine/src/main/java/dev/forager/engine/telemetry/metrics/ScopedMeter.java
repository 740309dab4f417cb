// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives instruments their whole name, and those that the Go collector has the scope that they have
 * there, which views select by {@code meter_name} and which stands in {@code otel_scope_name};
 * others have that of the package they come from. Immutable, hence thread-safe.
 *
 * @param provider makes the meters
 * @param own the package that asks
 * @param prefix put before names that have no owner's prefix yet, such as {@code otelcol_}
 */
record ScopedMeter(MeterProvider provider, String own, String prefix) implements Meter {
    /** What names of another owner begin with. */
    private static final List<String> OWNED = List.of("forager_", "otelcol.", "http.", "rpc.");

    private static final String CORE = "go.opentelemetry.io/collector/";
    private static final String CONTRIB =
            "github.com/open-telemetry/opentelemetry-collector-contrib/";
    private static final String LIBRARIES = "go.opentelemetry.io/contrib/instrumentation/";
    private static final String ENGINE = "dev.forager.engine";

    /** By the beginning of the instrument's name; as otelcol 0.165 says with level detailed. */
    private static final Map<String, String> OF_LIBRARIES =
            Map.of(
                    "http.", LIBRARIES + "net/http/otelhttp",
                    "rpc.", LIBRARIES + "google.golang.org/grpc/otelgrpc");

    private static final Map<String, String> OF_ENGINE =
            Map.of(
                    "otelcol_receiver_", CORE + "receiver/receiverhelper",
                    "otelcol_processor_", CORE + "processor/processorhelper",
                    "otelcol_exporter_", CORE + "exporter/exporterhelper");

    private static final Pattern COMPONENT =
            Pattern.compile(
                    "dev\\.forager\\.(receiver|processor|exporter|connector|extension)s\\.(\\w+).*");
    private static final Set<String> IN_CORE = Set.of("processor/batch", "processor/memorylimiter");

    /** The scope of an instrument. */
    static String scope(String own, String instrument) {
        Map<String, String> known = own.equals(ENGINE) ? OF_ENGINE : OF_LIBRARIES;
        for (Map.Entry<String, String> each : known.entrySet()) {
            if (instrument.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        Matcher component = COMPONENT.matcher(own);
        if (!instrument.startsWith("otelcol_") || !component.matches()) {
            return own;
        }
        String path = component.group(1) + "/" + component.group(2);
        return (IN_CORE.contains(path) ? CORE : CONTRIB) + path + component.group(1);
    }

    private String whole(String name) {
        boolean isWhole = name.startsWith(prefix) || OWNED.stream().anyMatch(name::startsWith);
        return isWhole ? name : prefix + name;
    }

    /** Makes an instrument of a whole name. */
    private <B> B builder(String name, BiFunction<Meter, String, B> kind) {
        String whole = whole(name);
        return kind.apply(provider.get(scope(own, whole)), whole);
    }

    @Override
    public LongCounterBuilder counterBuilder(String name) {
        return builder(name, Meter::counterBuilder);
    }

    @Override
    public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
        return builder(name, Meter::upDownCounterBuilder);
    }

    @Override
    public DoubleHistogramBuilder histogramBuilder(String name) {
        return builder(name, Meter::histogramBuilder);
    }

    @Override
    public DoubleGaugeBuilder gaugeBuilder(String name) {
        return builder(name, Meter::gaugeBuilder);
    }

    /** For instruments of the own scope, which those of plugins are. */
    @Override
    public BatchCallback batchCallback(
            Runnable callback,
            ObservableMeasurement measurement,
            ObservableMeasurement... additional) {
        return provider.get(own).batchCallback(callback, measurement, additional);
    }
}
