// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a component author sees: components and their factories, the {@link
 * dev.forager.pipeline.Consumer} seam, settings, failures, and what the engine offers.
 */
@NullMarked
package dev.forager.pipeline;

import org.jspecify.annotations.NullMarked;
