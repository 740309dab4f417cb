// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that joins small requests into batches. */
@NullMarked
package dev.forager.processors.batch;

import org.jspecify.annotations.NullMarked;
