/** The product's name on a page that belongs to no archive. */
import { createContext, useContext } from 'react';
import type { Response } from 'express';

const ProductNameContext = createContext('');

export const ProductName = ProductNameContext.Provider;
export const useProductName = (): string => useContext(ProductNameContext);

/** The value of PRODUCT_NAME, stored by createPages. */
export const productNameOf = ({ app }: Response): string => String(app.locals.productName);
