// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.MetricType;

/** What a target says of one family. Confined to the loop of its target. */
final class Metadata {
    final String family;
    MetricType type = MetricType.UNKNOWN;
    String help = "";
    String unit = "";

    /** Changes with each of them. */
    int version;

    /** The scrape that named the family last. */
    int scrape;

    Metadata(String family) {
        this.family = family;
    }

    static Metadata of(String family, MetricType type, String help, String unit) {
        var made = new Metadata(family);
        made.type = type;
        made.help = help;
        made.unit = unit;
        return made;
    }
}
