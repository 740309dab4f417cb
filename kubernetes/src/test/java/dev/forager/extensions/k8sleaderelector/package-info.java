// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the extension k8s_leader_elector. */
@NullMarked
package dev.forager.extensions.k8sleaderelector;

import org.jspecify.annotations.NullMarked;
