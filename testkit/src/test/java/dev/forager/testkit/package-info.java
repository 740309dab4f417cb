// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the test kit itself. */
@NullMarked
package dev.forager.testkit;

import org.jspecify.annotations.NullMarked;
