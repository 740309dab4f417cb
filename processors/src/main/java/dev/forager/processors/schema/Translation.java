// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The way from any version of a family to the target. Immutable.
 *
 * @param target where it leads
 * @param revisions by version, the oldest first
 * @param isSingleHop whether one revision holds the names of all older versions, as in registries
 */
record Translation(SchemaUrl target, List<Revision> revisions, boolean isSingleHop) {
    Translation {
        List<Revision> sorted = new ArrayList<>(revisions);
        sorted.sort(Comparator.comparing(Revision::version));
        revisions = List.copyOf(sorted);
    }

    /**
     * What is to be done.
     *
     * @param isKnown whether this leads to the target: the version is known and another one
     * @param revisions in the order in which they are gone through
     */
    record Route(boolean isKnown, Direction direction, List<Revision> revisions) {}

    /** Whether the way from a version is known. */
    boolean knows(SchemaVersion version) {
        return isSingleHop || index(version) >= 0;
    }

    /** The way from a version. */
    Route from(SchemaVersion version) {
        int order = version.compareTo(target.version());
        Direction direction = order < 0 ? Direction.UPDATE : Direction.REVERT;
        if (order == 0 || !knows(version)) {
            return new Route(false, direction, List.of());
        }
        return new Route(true, direction, isSingleHop ? revisions : between(version, direction));
    }

    /** A target that the file does not name counts as its oldest version, as upstream. */
    private List<Revision> between(SchemaVersion version, Direction direction) {
        int from = index(version);
        int to = Math.max(0, index(target.version()));
        return switch (direction) {
            case UPDATE -> revisions.subList(from + 1, to < from ? revisions.size() : to + 1);
            case REVERT -> revisions.subList(Math.min(to, from) + 1, from + 1).reversed();
        };
    }

    private int index(SchemaVersion version) {
        for (int i = 0; i < revisions.size(); i++) {
            if (revisions.get(i).version().equals(version)) {
                return i;
            }
        }
        return -1;
    }
}
