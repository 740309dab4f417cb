// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The receiver that brings nothing: for tests, and for pipelines that are switched off. */
@NullMarked
package dev.forager.receivers.nop;

import org.jspecify.annotations.NullMarked;
