// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import java.util.List;

/** The forms of the page, the one that is preferred first. */
enum ExpositionFormat {
    /** OpenMetrics 1.0. */
    OPEN_METRICS_1(
            "application/openmetrics-text",
            "version=1.0.0",
            "application/openmetrics-text; version=1.0.0; charset=utf-8"),
    /** OpenMetrics 0.0.1, which is what a client gets that names no version. */
    OPEN_METRICS_0(
            "application/openmetrics-text",
            "version=0.0.1",
            "application/openmetrics-text; version=0.0.1; charset=utf-8"),
    /** Protobuf, each family with its length in front: the only form of native histograms. */
    PROTOBUF(
            "application/vnd.google.protobuf",
            "proto=io.prometheus.client.MetricFamily;encoding=delimited",
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                    + " encoding=delimited"),
    /** Text, also for everybody who asks for something else. */
    TEXT("text/plain", "version=0.0.4", "text/plain; version=0.0.4; charset=utf-8");

    private final String mediaType;
    private final String parameters;
    private final String contentType;

    ExpositionFormat(String mediaType, String parameters, String contentType) {
        this.mediaType = mediaType;
        this.parameters = parameters;
        this.contentType = contentType;
    }

    /** A form and how names are escaped in it. */
    record Choice(ExpositionFormat format, Escaping escaping) {
        String contentType() {
            return format.contentType + "; escaping=" + escaping;
        }
    }

    /** What the header {@code Accept} asks for, by the rules of Go's library. */
    static Choice negotiate(String accept, boolean hasOpenMetrics) {
        Escaping escaping = Escaping.UNDERSCORES;
        for (AcceptHeader.Entry entry : AcceptHeader.parse(accept)) {
            Escaping said = Escaping.parse(entry.parameter("escaping"));
            escaping = said == null ? escaping : said;
            for (ExpositionFormat format : formats(hasOpenMetrics)) {
                if (format.isMeantBy(entry)) {
                    return new Choice(format, escaping);
                }
            }
        }
        return new Choice(TEXT, escaping);
    }

    private static List<ExpositionFormat> formats(boolean hasOpenMetrics) {
        return hasOpenMetrics ? List.of(values()) : List.of(PROTOBUF, TEXT);
    }

    private boolean isMeantBy(AcceptHeader.Entry entry) {
        if (!entry.covers(mediaType)) {
            return false;
        }
        for (String own : parameters.split(";", -1)) {
            int equal = own.indexOf('=');
            String name = own.substring(0, equal);
            String said = entry.parameter(name);
            boolean takesDefault =
                    said.isEmpty() && name.equals("version") && entry.value().equals(mediaType);
            if (!said.equals(own.substring(equal + 1)) && !(takesDefault && isDefaultVersion())) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is meant where no version is named. */
    private boolean isDefaultVersion() {
        return this == TEXT || this == OPEN_METRICS_0;
    }
}
