// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.receivers.prometheus.config.PromDuration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One address that is scraped. Two targets with equal labels and URL are the same. Immutable.
 *
 * @param labels after relabelling, internal ones included
 * @param discovered before relabelling
 * @param url with all parameters
 */
public record Target(
        Labels labels, Labels discovered, String url, Duration interval, Duration timeout) {
    static final String ADDRESS = "__address__";
    static final String SCHEME = "__scheme__";
    static final String PATH = "__metrics_path__";
    static final String INTERVAL = "__scrape_interval__";
    static final String TIMEOUT = "__scrape_timeout__";
    static final String PARAM = "__param_";

    /** A target of these labels. */
    static Target of(Labels labels, Labels discovered, Map<String, List<String>> params) {
        return new Target(
                labels,
                discovered,
                url(labels, params),
                PromDuration.parse(text(labels, INTERVAL)).value(),
                PromDuration.parse(text(labels, TIMEOUT)).value());
    }

    private static String text(Labels labels, String name) {
        String value = labels.get(name);
        return value == null ? "" : value;
    }

    private static String url(Labels labels, Map<String, List<String>> params) {
        Map<String, List<String>> all = new TreeMap<>();
        params.forEach((name, values) -> all.put(name, new ArrayList<>(values)));
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).startsWith(PARAM)) {
                List<String> values =
                        all.computeIfAbsent(
                                labels.name(i).substring(PARAM.length()), _ -> new ArrayList<>());
                if (values.isEmpty()) {
                    values.add(labels.value(i));
                } else {
                    values.set(0, labels.value(i));
                }
            }
        }
        var query = new StringBuilder();
        all.forEach((name, values) -> values.forEach(value -> append(query, name, value)));
        String path = text(labels, PATH);
        return text(labels, SCHEME)
                + "://"
                + text(labels, ADDRESS)
                + (path.startsWith("/") || path.isEmpty() ? path : "/" + path)
                + query;
    }

    private static void append(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** A label of the target; empty where it has none. */
    public String label(String name) {
        return text(labels, name);
    }

    /** The labels that its series get. */
    public Labels shown() {
        var builder = new Labels.Builder();
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.name(i).startsWith("__")) {
                builder.set(labels.name(i), labels.value(i));
            }
        }
        return builder.build();
    }

    /** When, within its interval, the target is scraped: spread by a hash, the same every time. */
    long offsetNanos(long seed) {
        long hash = seed;
        String identity = labels + url;
        for (int i = 0; i < identity.length(); i++) {
            hash = (hash ^ identity.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        return Long.remainderUnsigned(hash * 0x9e3779b97f4a7c15L, interval.toNanos());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Target that && labels.equals(that.labels) && url.equals(that.url);
    }

    @Override
    public int hashCode() {
        return labels.hashCode();
    }
}
