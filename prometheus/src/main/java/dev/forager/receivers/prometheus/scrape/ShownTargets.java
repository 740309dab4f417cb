// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import java.util.List;

/**
 * The targets of a job at one moment. Immutable.
 *
 * @param job its name
 * @param dropped labels of those that rules drop, before relabelling; no more than are kept
 * @param droppedCount how many rules drop
 */
public record ShownTargets(
        String job, List<Active> active, List<Labels> dropped, int droppedCount) {
    /** A target that is scraped, and how the last scrape went. */
    public record Active(Target target, LastScrape last) {}
}
