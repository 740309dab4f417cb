// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Scraping: targets, their loops, and what becomes of their series. */
@NullMarked
package dev.forager.receivers.prometheus.scrape;

import org.jspecify.annotations.NullMarked;
