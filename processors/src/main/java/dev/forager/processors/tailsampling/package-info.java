// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that decides on whole traces, once their spans had time to arrive. */
@NullMarked
package dev.forager.processors.tailsampling;

import org.jspecify.annotations.NullMarked;
