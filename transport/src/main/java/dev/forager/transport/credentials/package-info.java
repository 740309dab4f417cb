// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Secrets in files that somebody may replace while the process runs. */
@NullMarked
package dev.forager.transport.credentials;

import org.jspecify.annotations.NullMarked;
