// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

/** Times of protobuf. Stateless. */
final class ProtoTimes {
    private static final long MILLIS_OF_SECOND = 1000;
    private static final long NANOS_OF_MILLI = 1_000_000;

    private ProtoTimes() {}

    /** A {@code google.protobuf.Timestamp} in milliseconds. */
    static long millis(FieldCursor message) throws ExpositionException {
        long seconds = 0;
        long nanos = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> seconds = message.scalar();
                case 2 -> nanos = message.scalar();
                default -> {}
            }
        }
        return seconds * MILLIS_OF_SECOND + (int) nanos / NANOS_OF_MILLI;
    }
}
