// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which metrics and points a transform means, and what its pattern found in a name. Immutable. */
final class MetricFilter {
    private final TextMatch name;
    private final Map<String, TextMatch> labels = new LinkedHashMap<>();

    MetricFilter(TransformConfig config) {
        boolean isRegex = config.matchType().equals("regexp");
        name = match(isRegex, "include", config.include());
        config.experimentalMatchLabels()
                .forEach((key, value) -> labels.put(key, match(isRegex, key, value)));
    }

    private static TextMatch match(boolean isRegex, String key, String text) {
        return isRegex
                ? new TextMatch.Regex(TransformConfig.compile(key, text))
                : new TextMatch.Exact(text);
    }

    boolean matchesName(Metric metric) {
        return name.matches(metric.name());
    }

    /** Whether the metric has the name, and a point with the labels or no points at all. */
    boolean matches(Metric metric) {
        if (!matchesName(metric)) {
            return false;
        }
        List<? extends DataPoint> points = pointsOf(metric);
        return points.isEmpty() || matching(points) > 0;
    }

    boolean matchesAll(Metric metric) {
        List<? extends DataPoint> points = pointsOf(metric);
        return matching(points) == points.size();
    }

    int matching(List<? extends DataPoint> points) {
        int count = 0;
        for (DataPoint point : points) {
            count += matches(point) ? 1 : 0;
        }
        return count;
    }

    boolean matches(DataPoint point) {
        Attributes attributes = point.attributes();
        for (Map.Entry<String, TextMatch> label : labels.entrySet()) {
            // No text, which a number is not either, is the empty one.
            if (!label.getValue().matches(attributes.getString(label.getKey(), ""))) {
                return false;
            }
        }
        return true;
    }

    /** The points, from which may be removed; none for a metric without data. */
    static List<? extends DataPoint> pointsOf(Metric metric) {
        MetricData data = metric.data();
        return data == null ? new ArrayList<>() : data.dataPoints();
    }

    /** The template with groups of the pattern put in; empty for a filter without a pattern. */
    String expand(String template, String metricName) {
        if (!(name instanceof TextMatch.Regex(Pattern pattern))) {
            return "";
        }
        Matcher found = pattern.matcher(metricName);
        return found.find() ? GoTemplate.expand(template, found, pattern) : "";
    }

    /**
     * A group of the pattern and what it found.
     *
     * @param label the group's name, or {@code $1}
     * @param value what it found; not empty
     */
    record Submatch(String label, String value) {}

    /** The groups that found something in a name. */
    List<Submatch> submatches(String metricName) {
        List<Submatch> found = new ArrayList<>();
        if (name instanceof TextMatch.Regex(Pattern pattern)) {
            Matcher matcher = pattern.matcher(metricName);
            if (matcher.find()) {
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    String value = matcher.group(i);
                    if (value != null && !value.isEmpty()) {
                        found.add(new Submatch(label(pattern, i), value));
                    }
                }
            }
        }
        return found;
    }

    private static String label(Pattern pattern, int group) {
        String named = nameOf(pattern, group);
        return named == null ? "$" + group : named;
    }

    private static @Nullable String nameOf(Pattern pattern, int group) {
        for (Map.Entry<String, Integer> each : pattern.namedGroups().entrySet()) {
            if (each.getValue() == group) {
                return each.getKey();
            }
        }
        return null;
    }
}
