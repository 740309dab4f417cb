// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the client, and the servers that they ask. */
@NullMarked
package dev.forager.kubernetes;

import org.jspecify.annotations.NullMarked;
