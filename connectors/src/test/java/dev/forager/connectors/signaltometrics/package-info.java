// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the connector. */
@NullMarked
package dev.forager.connectors.signaltometrics;

import org.jspecify.annotations.NullMarked;
