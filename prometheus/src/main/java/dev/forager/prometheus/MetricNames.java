// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes names of metrics; remembers a bounded number. Thread-safe.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-metadata-1">Metric
 *     metadata</a>
 */
public final class MetricNames {
    /** Names are few; a sender that invents them must not fill the memory. */
    private static final int MOST_REMEMBERED = 10_000;

    private final String namespace;
    private final TranslationStrategy strategy;
    private final Map<Given, String> known = new ConcurrentHashMap<>();
    private final Map<String, String> units = new ConcurrentHashMap<>();

    private record Given(String name, String unit, Shape shape) {}

    /** What of a metric's kind shows in its name. */
    public enum Shape {
        /** A sum that only rises: ends in {@code total}. */
        COUNTER,
        /** A gauge: one without a dimension ends in {@code ratio}. */
        GAUGE,
        /** All others. */
        OTHER;

        private static Shape of(MetricData data) {
            return switch (data) {
                case Sum sum when sum.isMonotonic() -> COUNTER;
                case Gauge _ -> GAUGE;
                case Sum _, Histogram _, ExponentialHistogram _, Summary _ -> OTHER;
            };
        }
    }

    /**
     * Names by this strategy.
     *
     * @param namespace put in front; empty for none
     */
    public MetricNames(String namespace, TranslationStrategy strategy) {
        this.namespace = namespace;
        this.strategy = strategy;
    }

    /**
     * What Prometheus knows of a metric.
     *
     * @param data of the metric
     * @throws UntranslatableException when nothing is left of the name
     */
    public MetricFamily family(Metric metric, MetricData data, MetricType type)
            throws UntranslatableException {
        String name = build(metric.name(), metric.unit(), Shape.of(data));
        String scraped = scrapedSuffix(metric, data);
        if (!name.endsWith(scraped)) {
            name += scraped;
        }
        return new MetricFamily(name, type, metric.description(), unit(metric.unit()));
    }

    /**
     * With what the series was called that was scraped: a metric has the name of its family, and
     * OpenMetrics names the series of an info {@code x_info}, of a gauge histogram {@code
     * x_bucket}.
     *
     * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/#suffixes">Suffixes</a>
     */
    private static String scrapedSuffix(Metric metric, MetricData data) {
        return switch (data) {
            case Sum sum when !sum.isMonotonic() && prometheusType(metric).equals("info") ->
                    "_info";
            case Gauge _ when prometheusType(metric).equals("gaugehistogram") -> "_bucket";
            default -> "";
        };
    }

    /** What came from Prometheus may say a type that OTLP does not have; else empty. */
    public static String prometheusType(Metric metric) {
        return metric.metadata().get("prometheus.type") instanceof Value.Str text
                ? text.string()
                : "";
    }

    /**
     * The name of a metric.
     *
     * @throws UntranslatableException when nothing is left of the name
     */
    public String build(String name, String unit, Shape shape) throws UntranslatableException {
        var given = new Given(name, unit, shape);
        String present = known.get(given);
        if (present != null) {
            return present;
        }
        String built = built(name, unit, shape);
        if (known.size() < MOST_REMEMBERED) {
            known.put(given, built);
        }
        return built;
    }

    private String built(String name, String unit, Shape shape) throws UntranslatableException {
        if (!strategy.isEscaping()) {
            String kept = unescaped(name, unit, shape);
            if (kept.isEmpty()) {
                throw new UntranslatableException("metric name is empty");
            }
            return kept;
        }
        String built = strategy.isSuffixing() ? suffixed(name, unit, shape) : plain(name);
        if (built.isEmpty()) {
            throw new UntranslatableException(
                    "normalization for metric \"%s\" resulted in empty name".formatted(name));
        }
        if (!built.equals(name) && NameChars.isUnderscores(built)) {
            throw new UntranslatableException(
                    "normalization for metric \"%s\" resulted in invalid name \"%s\""
                            .formatted(name, built));
        }
        return built;
    }

    /** The unit as metadata has it. */
    public String unit(String unit) {
        String present = units.get(unit);
        if (present != null) {
            return present;
        }
        Units read = Units.of(unit);
        String built = (strategy.isEscaping() ? read.escaped() : read).text();
        if (units.size() < MOST_REMEMBERED) {
            units.put(unit, built);
        }
        return built;
    }

    private String suffixed(String name, String unit, Shape shape) {
        List<String> words = words(name, false);
        appendUnit(words, Units.of(unit).escaped());
        if (shape == Shape.COUNTER) {
            moveToEnd(words, "total");
        } else if (shape == Shape.GAUGE && unit.equals("1")) {
            moveToEnd(words, "ratio");
        }
        if (!namespace.isEmpty()) {
            words.addFirst(namespace);
        }
        return notDigitFirst(String.join("_", words));
    }

    /** A unit that the name already has as a word is not repeated. */
    private static void appendUnit(List<String> words, Units units) {
        String main = words.contains(units.main()) ? "" : units.main();
        String per = units.per().equals("per_") ? "" : trimmed(units.per());
        per = words.contains(per) ? "" : per;
        main = per.isEmpty() ? main : trimmed(main);
        if (!main.isEmpty()) {
            words.add(main);
        }
        if (!per.isEmpty()) {
            words.add(per);
        }
    }

    private static String trimmed(String word) {
        return word.endsWith("_") ? word.substring(0, word.length() - 1) : word;
    }

    private static void moveToEnd(List<String> words, String word) {
        words.removeIf(word::equals);
        words.add(word);
    }

    private String plain(String name) {
        String joined = String.join("_", words(name, true));
        return namespace.isEmpty()
                ? notDigitFirst(joined)
                : String.join("_", words(namespace, true)) + "_" + joined;
    }

    /** The runs of valid characters. */
    private static List<String> words(String name, boolean keepUnderscores) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= name.length(); i++) {
            char c = i < name.length() ? name.charAt(i) : ' ';
            boolean isValid = NameChars.isPlain(c) || c == ':' || (keepUnderscores && c == '_');
            if (isValid && start < 0) {
                start = i;
            } else if (!isValid && start >= 0) {
                words.add(name.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

    private static String notDigitFirst(String name) {
        return !name.isEmpty() && NameChars.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** Suffixes are compared as ends of the text, not as words. */
    private String unescaped(String name, String unit, Shape shape) {
        String built = namespace.isEmpty() ? name : namespace + "_" + name;
        if (!strategy.isSuffixing()) {
            return built;
        }
        String type =
                shape == Shape.COUNTER
                        ? "total"
                        : shape == Shape.GAUGE && unit.equals("1") ? "ratio" : "";
        Units units = Units.of(unit);
        built = without(without(built, type), units.per());
        if (!units.main().isEmpty() && !built.endsWith(units.main())) {
            built += "_" + units.main();
        }
        built = units.per().isEmpty() ? built : built + "_" + units.per();
        return type.isEmpty() ? built : built + "_" + type;
    }

    private static String without(String name, String suffix) {
        return !suffix.isEmpty() && name.endsWith(suffix) && name.length() > suffix.length() + 1
                ? name.substring(0, name.length() - suffix.length() - 1)
                : name;
    }
}
