// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import java.util.Comparator;

/** The version at the end of a schema URL. */
record SchemaVersion(int major, int minor, int patch) implements Comparable<SchemaVersion> {
    private static final Comparator<SchemaVersion> ORDER =
            Comparator.comparingInt(SchemaVersion::major)
                    .thenComparingInt(SchemaVersion::minor)
                    .thenComparingInt(SchemaVersion::patch);

    /**
     * Reads {@code 1.2.3}.
     *
     * @throws IllegalArgumentException with upstream's text
     */
    static SchemaVersion parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("invalid schema version");
        }
        return new SchemaVersion(number(parts[0]), number(parts[1]), number(parts[2]));
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "strconv.Atoi: parsing \"%s\": invalid syntax".formatted(digits), e);
        }
    }

    @Override
    public int compareTo(SchemaVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
