// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** What tests of components share. */
@NullMarked
package dev.forager.testkit;

import org.jspecify.annotations.NullMarked;
