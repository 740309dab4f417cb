// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Prometheus' own configuration, as far as it is about scraping. */
@NullMarked
package dev.forager.receivers.prometheus.config;

import org.jspecify.annotations.NullMarked;
