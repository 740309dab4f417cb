// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Providers, expansion, merge, YAML bound to records, and every problem with its place. */
@NullMarked
package dev.forager.config;

import org.jspecify.annotations.NullMarked;
