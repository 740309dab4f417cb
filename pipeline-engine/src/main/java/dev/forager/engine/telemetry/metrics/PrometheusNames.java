// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import java.util.Map;

/**
 * Names of OpenTelemetry in the alphabet of Prometheus, by the rules of <a
 * href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">the
 * specification</a> and, where it leaves a choice, of Go's otlptranslator.
 */
final class PrometheusNames {
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("d", "days"),
                    Map.entry("h", "hours"),
                    Map.entry("min", "minutes"),
                    Map.entry("s", "seconds"),
                    Map.entry("ms", "milliseconds"),
                    Map.entry("us", "microseconds"),
                    Map.entry("ns", "nanoseconds"),
                    Map.entry("By", "bytes"),
                    Map.entry("KiBy", "kibibytes"),
                    Map.entry("MiBy", "mebibytes"),
                    Map.entry("GiBy", "gibibytes"),
                    Map.entry("kBy", "kilobytes"),
                    Map.entry("MBy", "megabytes"),
                    Map.entry("GBy", "gigabytes"),
                    Map.entry("Cel", "celsius"),
                    Map.entry("Hz", "hertz"),
                    Map.entry("%", "percent"));

    private PrometheusNames() {}

    /**
     * The name of a family.
     *
     * @param suffixes whether unit and type stand at its end
     */
    static String family(MetricData metric, boolean suffixes) {
        String name = escaped(metric.getName());
        if (!suffixes) {
            return name;
        }
        String unit = unit(metric);
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            name += "_" + unit;
        }
        return isCounter(metric) && !name.endsWith("_total") ? name + "_total" : name;
    }

    static boolean isCounter(MetricData metric) {
        return switch (metric.getType()) {
            case LONG_SUM -> metric.getLongSumData().isMonotonic();
            case DOUBLE_SUM -> metric.getDoubleSumData().isMonotonic();
            case LONG_GAUGE, DOUBLE_GAUGE, SUMMARY, HISTOGRAM, EXPONENTIAL_HISTOGRAM -> false;
        };
    }

    private static String unit(MetricData metric) {
        boolean gauge =
                metric.getType() == MetricDataType.LONG_GAUGE
                        || metric.getType() == MetricDataType.DOUBLE_GAUGE;
        if (metric.getUnit().equals("1")) {
            return gauge ? "ratio" : "";
        }
        return UNITS.getOrDefault(metric.getUnit(), "");
    }

    /** Every character that Prometheus' old alphabet lacks becomes an underscore. */
    static String escaped(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i), i)) {
                return escapedFrom(name);
            }
        }
        return name;
    }

    private static String escapedFrom(String name) {
        var out = new StringBuilder(name);
        for (int i = 0; i < out.length(); i++) {
            if (!isAllowed(out.charAt(i), i)) {
                out.setCharAt(i, '_');
            }
        }
        return out.toString();
    }

    private static boolean isAllowed(char c, int position) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || c == ':'
                || (c >= '0' && c <= '9' && position > 0);
    }
}
