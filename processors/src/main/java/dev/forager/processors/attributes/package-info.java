// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code attributes}: changes the attributes of spans, log records and points. */
@NullMarked
package dev.forager.processors.attributes;

import org.jspecify.annotations.NullMarked;
