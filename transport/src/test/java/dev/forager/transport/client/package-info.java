// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of what no server is needed for; the exporters' tests have the servers. */
@NullMarked
package dev.forager.transport.client;

import org.jspecify.annotations.NullMarked;
