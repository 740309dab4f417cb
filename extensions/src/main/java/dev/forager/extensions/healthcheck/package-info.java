// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Answers probes: is the collector up. The first version of the Go collector's health check. */
@NullMarked
package dev.forager.extensions.healthcheck;

import org.jspecify.annotations.NullMarked;
