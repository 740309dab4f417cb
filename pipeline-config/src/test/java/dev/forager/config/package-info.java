// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the configuration. */
@NullMarked
package dev.forager.config;

import org.jspecify.annotations.NullMarked;
