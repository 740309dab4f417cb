// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that sends one of many alike log records. */
@NullMarked
package dev.forager.processors.logdedup;

import org.jspecify.annotations.NullMarked;
