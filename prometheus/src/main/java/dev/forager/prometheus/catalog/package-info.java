// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The components that speak to Prometheus. */
@NullMarked
package dev.forager.prometheus.catalog;

import org.jspecify.annotations.NullMarked;
