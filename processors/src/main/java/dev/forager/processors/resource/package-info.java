// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code resource}: changes the attributes of resources. */
@NullMarked
package dev.forager.processors.resource;

import org.jspecify.annotations.NullMarked;
