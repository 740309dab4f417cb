// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.prometheus.Labels;
import java.time.Duration;

/**
 * What all targets of a receiver have in common.
 *
 * @param next where metrics go
 * @param external labels that every series gets
 * @param trimsSuffixes whether names lose the words for type and unit
 * @param scrapesOnStop whether there is a last scrape
 * @param showsTargets whether somebody may ask for targets, those that rules drop among them
 * @param pace of the scrapes
 * @param initialOffset how long to wait before the first scrape, beside what spreads them
 */
public record ScrapeSettings(
        ReceiverSettings receiver,
        Consumer next,
        Labels external,
        boolean trimsSuffixes,
        boolean scrapesOnStop,
        boolean showsTargets,
        Duration initialOffset,
        Pace pace,
        ScrapeMetrics metrics) {}
