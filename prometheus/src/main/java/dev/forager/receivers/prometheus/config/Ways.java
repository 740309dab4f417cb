// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which one thing may be said: itself, a file, a reference. Apart from the sections,
 * whose defaults refer to each other while their classes are made. Stateless.
 */
final class Ways {
    private Ways() {}

    /** Whether no more than one of them is used. */
    static boolean areAtMostOne(@Nullable String... ways) {
        return Stream.of(ways).filter(each -> each != null && !each.isEmpty()).count() <= 1;
    }
}
