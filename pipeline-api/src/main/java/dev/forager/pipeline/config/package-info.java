// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Annotations and value types of configuration records. A record component binds to the snake_case
 * key of its name; it is required unless it has a {@link dev.forager.pipeline.config.Default} or is
 * nullable.
 */
@NullMarked
package dev.forager.pipeline.config;

import org.jspecify.annotations.NullMarked;
