// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where name and labels of one series stand. Confined to one thread. */
final class LabelSpans {
    private int nameStart = -1;
    private int nameEnd = -1;
    private int[] places = new int[64];
    private int size;

    void clear() {
        nameStart = -1;
        nameEnd = -1;
        size = 0;
    }

    boolean hasName() {
        return nameStart >= 0;
    }

    void name(int start, int end) {
        nameStart = start;
        nameEnd = end;
    }

    void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        if (size + 4 > places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[size++] = nameFrom;
        places[size++] = nameTo;
        places[size++] = valueFrom;
        places[size++] = valueTo;
    }

    /** Adds all labels of an exemplar, of which the last one of a name counts, as in Prometheus. */
    void decodeExemplar(byte[] bytes, Labels.Builder into) throws ExpositionException {
        for (int i = 0; i < size; i += 4) {
            into.set(
                    checked(bytes, places[i], places[i + 1]),
                    text(bytes, places[i + 2], places[i + 3]));
        }
    }

    /** Adds all; bounds of buckets and quantiles in the one form that OpenMetrics has for them. */
    void decode(byte[] bytes, MetricType type, Labels.Builder into) throws ExpositionException {
        if (hasName()) {
            into.set(Labels.NAME, checked(bytes, nameStart, nameEnd));
        }
        for (int i = 0; i < size; i += 4) {
            String name = checked(bytes, places[i], places[i + 1]);
            String value = text(bytes, places[i + 2], places[i + 3]);
            if (into.contains(name)) {
                throw new ExpositionException(
                        "invalid sample: non-unique label names: \"%s\"".formatted(name));
            }
            into.set(name, Bounds.isBound(type, name) ? Bounds.normal(value) : value);
        }
    }

    private static String checked(byte[] bytes, int start, int end) throws ExpositionException {
        if (!Utf8Check.isValid(bytes, start, end)) {
            throw new ExpositionException(
                    "invalid metric name or label names: " + Quoted.of(bytes, start, end));
        }
        return text(bytes, start, end);
    }

    private static String text(byte[] bytes, int start, int end) {
        return Escapes.value(new String(bytes, start, end - start, StandardCharsets.UTF_8));
    }
}
