// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import dev.forager.prometheus.Labels;
import java.nio.charset.StandardCharsets;

/** Labels and exemplars of the protobuf form. Stateless. */
final class ProtoLabels {
    private ProtoLabels() {}

    /** Adds a {@code LabelPair}. */
    static void add(byte[] bytes, int from, int to, Labels.Builder into)
            throws ExpositionException {
        add(bytes, from, to, into, true);
    }

    private static void add(byte[] bytes, int from, int to, Labels.Builder into, boolean isOnce)
            throws ExpositionException {
        String name = "";
        String value = "";
        var pair = new FieldCursor(bytes, from, to);
        while (pair.next()) {
            switch (pair.field()) {
                case 1 -> name = text(bytes, pair.from(), pair.to());
                case 2 -> value = text(bytes, pair.from(), pair.to());
                default -> {}
            }
        }
        if (isOnce && into.contains(name)) {
            throw new ExpositionException(
                    "invalid sample: non-unique label names: \"%s\"".formatted(name));
        }
        into.set(name, value);
    }

    private static String text(byte[] bytes, int from, int to) throws ExpositionException {
        if (!Utf8Check.isValid(bytes, from, to)) {
            throw new ExpositionException("invalid label: " + Quoted.of(bytes, from, to));
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    static RawExemplar exemplar(byte[] bytes, int from, int to) throws ExpositionException {
        var labels = new Labels.Builder();
        double value = 0;
        boolean hasTime = false;
        long timeMillis = 0;
        var message = new FieldCursor(bytes, from, to);
        while (message.next()) {
            switch (message.field()) {
                case 1 -> add(bytes, message.from(), message.to(), labels, false);
                case 2 -> value = message.number();
                case 3 -> {
                    hasTime = true;
                    timeMillis = ProtoTimes.millis(message.inner());
                }
                default -> {}
            }
        }
        return new RawExemplar(labels.build(), value, hasTime, timeMillis);
    }
}
