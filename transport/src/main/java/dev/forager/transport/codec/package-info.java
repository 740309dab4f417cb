// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Compression of request bodies: whole arrays in, whole arrays out, bounded on the decoded side.
 * Contexts (inflaters, zstd contexts, scratch memory) are reused from bounded pools, since virtual
 * threads make thread locals useless as caches.
 */
@NullMarked
package dev.forager.transport.codec;

import org.jspecify.annotations.NullMarked;
