// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A form of exposition that may be asked for, under Prometheus' name. */
public enum ScrapeProtocol {
    OPEN_METRICS_0("OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1", false),
    OPEN_METRICS_1("OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0", true),
    PROTOBUF(
            "PrometheusProto",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
            false),
    TEXT_0("PrometheusText0.0.4", "text/plain;version=0.0.4", false),
    TEXT_1("PrometheusText1.0.0", "text/plain;version=1.0.0", true);

    /** What is asked for unless the configuration says otherwise. */
    public static final List<ScrapeProtocol> DEFAULT =
            List.of(OPEN_METRICS_1, OPEN_METRICS_0, TEXT_1, TEXT_0);

    /** The same where native histograms are wanted, which only one form has. */
    public static final List<ScrapeProtocol> NATIVE_FIRST =
            List.of(PROTOBUF, OPEN_METRICS_1, OPEN_METRICS_0, TEXT_1, TEXT_0);

    private final String word;
    private final String header;
    private final boolean namesEscaping;

    ScrapeProtocol(String word, String header, boolean namesEscaping) {
        this.word = word;
        this.header = header;
        this.namesEscaping = namesEscaping;
    }

    /**
     * The protocol of that name.
     *
     * @throws IllegalArgumentException when there is none, with Prometheus' text
     */
    public static ScrapeProtocol parse(String word) {
        for (ScrapeProtocol each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "unknown scrape protocol %s, supported: [%s]"
                        .formatted(
                                word,
                                Arrays.stream(values())
                                        .map(ScrapeProtocol::toString)
                                        .collect(Collectors.joining(" "))));
    }

    /** The value of {@code Accept}: earlier ones are liked better. */
    public static String accept(List<ScrapeProtocol> protocols, String escaping) {
        var out = new StringBuilder();
        int weight = values().length + 1;
        for (ScrapeProtocol each : protocols) {
            out.append(each.header);
            if (each.namesEscaping) {
                out.append(";escaping=").append(escaping);
            }
            out.append(";q=0.").append(weight--).append(',');
        }
        return out.append("*/*;q=0.").append(weight).toString();
    }

    /** The media type without parameters. */
    public String mediaType() {
        return header.substring(0, header.indexOf(';')).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word;
    }
}
