// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.forager.receivers.prometheus.scrape;

import org.jspecify.annotations.NullMarked;
